import { useNow } from "../../shared/query";
import { formatUtcTime } from "../../shared/format";
import styles from "./ExpiryBar.module.css";
import { timeLeft } from "./orderStates";

/**
 * How much of a quotation's life has passed, and when it ends. A sandbox clock that was moved can lie before the time of
 * asking; then only the words are shown.
 */
export function ExpiryBar({ from, until }: { from: string; until: string }) {
  const now = useNow();
  const [start, end] = [Date.parse(from), Date.parse(until)];
  const passed = end > start && now >= start ? Math.min(1, (now - start) / (end - start)) : null;
  const left = timeLeft(until, now);
  const words = now >= end ? `expired ${formatUtcTime(until)}` : `expires ${formatUtcTime(until)} · ${left}`;
  return (
    <div className={styles.expiry}>
      {passed !== null && (
        <div className={styles.bar} role="meter" aria-label={`Quotation ${words}`} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(passed * 100)}>
          <div className={styles.passed} style={{ width: `${String(Math.max(2, passed * 100))}%` }} />
        </div>
      )}
      <span className={styles.words}>{words}</span>
    </div>
  );
}
