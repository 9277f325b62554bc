import { useQuery } from "@tanstack/react-query";

import { ipc, type MonthSpending } from "../../ipc";
import { compareDecimals, formatMoneyExact, monthName } from "../../shared/format";
import { keys, useNow } from "../../shared/query";
import { ErrorNotice } from "../../shared/ui";
import styles from "./SettingsPage.module.css";

/** What this month has cost by now, and what that sum counts. */
export function MonthSum() {
  const spending = useQuery({ queryKey: keys.monthSpending, queryFn: () => ipc.readMonthSpending() });
  const month = monthName(new Date(useNow()).getUTCMonth() + 1);
  if (spending.isError) {
    return <ErrorNotice error={spending.error} onRetry={() => void spending.refetch()} />;
  }
  if (spending.data === undefined) {
    return null;
  }
  return (
    <p className={styles.month}>
      {spending.data.length === 0 && (
        <>
          <strong>This month: nothing.</strong>{" "}
        </>
      )}
      {spending.data.map((one) => (
        <span key={one.currency}>
          <strong>{sumWords(one)}</strong>{" "}
        </span>
      ))}
      Counts orders placed, under way and not known, and accepted quotations, all contracts, since 1 {month} UTC.
    </p>
  );
}

/** "This month: 4,210.00 €, of which 900.00 € not known yet." */
export function sumWords({ spent, open, currency }: MonthSpending): string {
  const part = (compareDecimals(open, "0") ?? 0) > 0 ? `, of which ${formatMoneyExact(open, currency)} not known yet` : "";
  return `This month: ${formatMoneyExact(spent, currency)}${part}.`;
}
