import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ipc, type OrderSummary } from "../../ipc";
import { keys, useSettings } from "../../shared/query";
import { Button } from "../../shared/ui";
import { ConfirmSpend, isAbove } from "../review";
import styles from "./Decision.module.css";
import { RefuseDialog } from "./RefuseDialog";
import { useTakeOrder } from "./useOrder";

/** The two ends of an open quotation, far apart: refusing on the left, spending on the right. */
export function Decision({ order }: { order: OrderSummary }) {
  const [refusing, setRefusing] = useState(false);
  const take = useTakeOrder();
  const client = useQueryClient();
  const limit = useSettings().data?.amountToType ?? null;
  return (
    <footer className={styles.decision} aria-label="Decide on the quotation">
      <Button tone="danger" className={styles.refuse} onClick={() => { setRefusing(true); }}>
        Refuse…
      </Button>
      <div className={styles.accept}>
        <ConfirmSpend
          verb="Accept"
          amount={order.amount}
          currency={order.currency}
          mustType={isAbove(order.amount, limit)}
          send={(confirmed) => ipc.acceptQuotation(order.reference, { amount: confirmed, currency: order.currency, version: order.offer?.version ?? null }, [])}
          usesUp={false}
          onSent={take}
          onUnknown={() => void client.invalidateQueries({ queryKey: keys.orders })}
          finalWords="Accepting orders it; archive orders can't be cancelled."
        />
      </div>
      <RefuseDialog
        reference={order.reference}
        opened={refusing}
        onClose={() => {
          setRefusing(false);
        }}
      />
    </footer>
  );
}
