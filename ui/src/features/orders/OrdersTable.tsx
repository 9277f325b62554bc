import { Tooltip } from "@mantine/core";
import { Link, useLocation } from "wouter";

import type { OrderSummary } from "../../ipc";
import { Money, RelativeTime, StatePill } from "../../shared/ui";
import { orderPath } from "../review";
import { stateWords } from "./orderStates";
import styles from "./OrdersPage.module.css";

/** Rows are one click; the reference is the link a keyboard follows. */
export function OrdersTable({ orders, chosen, now }: { orders: OrderSummary[]; chosen: string | null; now: number }) {
  const [, navigate] = useLocation();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Reference</th>
          <th scope="col" className={styles.what}>
            What
          </th>
          <th scope="col" className={styles.figure}>
            Amount
          </th>
          <th scope="col">State</th>
          <th scope="col" className={`${styles.figure ?? ""} ${styles.changed ?? ""}`}>
            Changed
          </th>
        </tr>
      </thead>
      <tbody>
        {orders.map((order) => {
          const words = stateWords(order.state, now);
          const path = orderPath(order.reference);
          return (
            // The link inside is the way of the keyboard; the row only widens the target of the pointer.
            <tr key={order.reference} data-chosen={order.reference === chosen || undefined} onClick={() => { navigate(path); }}>
              <td>
                <Tooltip label={order.reference}>
                  <Link href={path} className={styles.reference} aria-current={order.reference === chosen ? "true" : undefined}>
                    {order.reference}
                  </Link>
                </Tooltip>
              </td>
              <Tooltip label={order.what}>
                <td className={styles.what}>{order.what}</td>
              </Tooltip>
              <td className={`${styles.figure ?? ""} ${styles.amountCell ?? ""}`}>
                <Money amount={order.amount} currency={order.currency} />
              </td>
              <td className={styles.stateCell}>
                <StatePill tone={words.tone}>{words.label}</StatePill>
              </td>
              <td className={`${styles.figure ?? ""} ${styles.changed ?? ""}`}>
                <RelativeTime time={order.changedAt} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
