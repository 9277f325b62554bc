import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconGitCompare } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";

import type { OrderSummary } from "../../ipc";
import { Money, RelativeTime, StatePill } from "../../shared/ui";
import { bookedOtherwise, orderPath } from "../review";
import { changedByVendor } from "./offers";
import { orderWords } from "./orderStates";
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
          const words = orderWords(order, now);
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
                <AmountMark order={order} />
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

/** That the amount is not the one a person confirmed, and why. */
function AmountMark({ order }: { order: OrderSummary }) {
  const booked = bookedOtherwise(order);
  const words = booked ?? changedByVendor(order);
  if (words === null) {
    return null;
  }
  const Icon = booked === null ? IconGitCompare : IconAlertTriangle;
  return (
    <Tooltip label={words}>
      <Icon size={15} stroke={1.8} className={styles.amountMark} role="img" aria-label={words} />
    </Tooltip>
  );
}
