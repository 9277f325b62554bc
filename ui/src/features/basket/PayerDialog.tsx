import { Modal } from "@mantine/core";

import { useContracts, useOrders } from "../../shared/query";
import { Button, DialogActions } from "../../shared/ui";
import { usePayerQuestion, type PayerQuestion } from "./payer";
import { creditWords, notOffered } from "./payerFacts";
import styles from "./PayerDialog.module.css";

/** Asks whose money a scene costs, where several contracts sell it and nobody has chosen yet. */
export function PayerDialog() {
  const question = usePayerQuestion((state) => state.question);
  return (
    <Modal opened={question !== null} onClose={() => question?.answer(null)} title="Who pays for this?" closeButtonProps={{ "aria-label": "Close" }}>
      {question !== null && <Sellers question={question} />}
    </Modal>
  );
}

function Sellers({ question: { scene, sellers, answer } }: { question: PayerQuestion }) {
  const orders = useOrders().data ?? [];
  const others = notOffered(useContracts().data ?? [], sellers);
  return (
    <div className={styles.dialog}>
      <p className={styles.lead}>
        {sellers.length} contracts sell {scene}. Your choice is kept for scenes that the same contracts sell; each group of the basket can still be paid by another.
      </p>
      <ul className={styles.sellers}>
        {sellers.map((seller) => {
          const credit = creditWords(seller, orders);
          return (
            <li key={seller.contractId}>
              <button
                type="button"
                className={styles.seller}
                onClick={() => {
                  answer(seller);
                }}
              >
                <span className={styles.name}>{seller.name}</span>
                <span className={styles.credit}>{credit.left}</span>
                <code className={styles.note}>{seller.contractId}</code>
                {credit.note !== null && <span className={`${styles.note ?? ""} ${styles.credit ?? ""}`}>{credit.note}</span>}
              </button>
            </li>
          );
        })}
      </ul>
      {others.length > 0 && <p className={styles.others}>Not offered: {others.join(" ")}</p>}
      <DialogActions>
        <Button
          onClick={() => {
            answer(null);
          }}
        >
          Don&apos;t add it
        </Button>
      </DialogActions>
    </div>
  );
}
