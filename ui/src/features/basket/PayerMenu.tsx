import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";

import { ipc, type BasketGroup, type Contract } from "../../ipc";
import { compareDecimals, formatMoney } from "../../shared/format";
import { useContracts, useOrders } from "../../shared/query";
import { Button } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { creditAfter, creditWords, notOffered } from "./payerFacts";
import styles from "./BasketPage.module.css";
import { useBasketBusy, useBasketEdit } from "./useBasketEdit";

/** Lets another contract that sells all of the group pay for it; nothing where there is none. */
export function PayerMenu({ group }: { group: BasketGroup }) {
  const edit = useBasketEdit();
  const busy = useBasketBusy();
  const { contract, payers } = group;
  const others = notOffered(useContracts().data ?? [], [contract, ...payers]);
  if (payers.length === 0 || group.items.length === 0) {
    return null;
  }
  return (
    <>
      <Menu position="bottom-start" width={440}>
        <Menu.Target>
          <Button size="small" disabled={busy} aria-label={`Change who pays instead of ${contract.name}`}>
            Change
            <IconChevronDown size={14} stroke={1.6} aria-hidden />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Pay for this group with</Menu.Label>
          {payers.map((payer) => (
            <Menu.Item
              key={payer.contractId}
              rightSection={<Credit payer={payer} group={group} />}
              onClick={() => {
                edit.mutate(() => ipc.payWith(contract.contractId, payer.contractId));
              }}
            >
              <span className={styles.payer}>
                <strong>{payer.name}</strong>
                <code className={styles.payerNote}>{payer.contractId}</code>
              </span>
            </Menu.Item>
          ))}
          {others.length > 0 && <div className={styles.payerOthers}>Not offered: {others.join(" ")}</div>}
        </Menu.Dropdown>
      </Menu>
      {edit.error !== null && <RemedyNotice error={edit.error} />}
    </>
  );
}

/** What is left now, and what would be once this group is ordered at the price it has. */
function Credit({ payer, group }: { payer: Contract; group: BasketGroup }) {
  const orders = useOrders().data ?? [];
  const { left, note } = creditWords(payer, orders);
  const price = group.price?.currency === payer.currency ? group.price.totalAmount : null;
  const after = price === null ? null : creditAfter(payer, orders, price);
  return (
    <span className={`${styles.payer ?? ""} ${styles.payerMoney ?? ""}`}>
      <strong>{left}</strong>
      {note !== null && <span className={styles.payerNote}>{note}</span>}
      {after !== null && <span className={styles.payerNote}>{(compareDecimals(after, "0") ?? 0) < 0 ? "too little for this" : `${formatMoney(after, payer.currency)} after`}</span>}
    </span>
  );
}
