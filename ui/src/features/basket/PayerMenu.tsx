import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";

import { ipc, type BasketGroup, type Contract } from "../../ipc";
import { compareDecimals, formatMoney, moneyLess } from "../../shared/format";
import { Button } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import styles from "./BasketPage.module.css";
import { useBasketBusy, useBasketEdit } from "./useBasketEdit";

/** Lets another contract that sells all of the group pay for it; nothing where there is none. */
export function PayerMenu({ group }: { group: BasketGroup }) {
  const edit = useBasketEdit();
  const busy = useBasketBusy();
  const { contract, payers } = group;
  if (payers.length === 0 || group.items.length === 0) {
    return null;
  }
  return (
    <>
      <Menu position="bottom-start" width={340}>
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
        </Menu.Dropdown>
      </Menu>
      {edit.error !== null && <RemedyNotice error={edit.error} />}
    </>
  );
}

/** What is left now, and what would be once this group is ordered at the price it has. */
function Credit({ payer, group }: { payer: Contract; group: BasketGroup }) {
  const { creditRemaining, currency } = payer;
  if (creditRemaining === null) {
    return <span className={styles.payerNote}>credit not said</span>;
  }
  const price = group.price?.currency === currency ? group.price.totalAmount : null;
  const after = price === null ? null : moneyLess(creditRemaining, price);
  return (
    <span className={`${styles.payer ?? ""} ${styles.payerMoney ?? ""}`}>
      <strong>{formatMoney(creditRemaining, currency)} left</strong>
      {after !== null && <span className={styles.payerNote}>{(compareDecimals(after, "0") ?? 0) < 0 ? "too little for this" : `${formatMoney(after, currency)} after`}</span>}
    </span>
  );
}
