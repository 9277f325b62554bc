import type { Contract } from "../../ipc";
import { formatMoney } from "../../shared/format";
import styles from "./PaidBy.module.css";

/** Whose money it is, and what of it is left; `credit` where it was asked again just now. */
export function PaidBy({ contract, credit = contract.creditRemaining }: { contract: Contract; credit?: string | null }) {
  return (
    <span className={styles.paid}>
      <span className={styles.word}>Paid by</span> <strong>{contract.name}</strong>{" "}
      <span className={styles.left}>· {credit === null ? "credit not said" : `${formatMoney(credit, contract.currency)} left`}</span>
    </span>
  );
}
