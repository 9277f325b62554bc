import { counted, monthName } from "../../shared/format";
import styles from "./Archive.module.css";

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

type MonthPickerProps = {
  months: number[];
  /** Scenes there are in each month, January first. */
  counts: number[];
  onChange: (months: number[]) => void;
};

/** Months of any year, each with how many scenes it would show. The last one can't be taken off: the chip's cross does that. */
export function MonthPicker({ months, counts, onChange }: MonthPickerProps) {
  const most = Math.max(1, ...counts);
  const toggle = (month: number) => {
    const next = months.includes(month) ? months.filter((one) => one !== month) : [...months, month];
    if (next.length > 0) {
      onChange(next.sort((a, b) => a - b));
    }
  };
  return (
    <div className={styles.monthPicker} role="group" aria-label="Months of the year">
      {MONTHS.map((month) => {
        const count = counts[month - 1] ?? 0;
        return (
          <button
            key={month}
            type="button"
            aria-pressed={months.includes(month)}
            aria-label={`${monthName(month)}, ${counted(count, "scene")}`}
            onClick={() => {
              toggle(month);
            }}
          >
            <span className={styles.monthBar} style={{ height: `${String(count === 0 ? 2 : 3 + (count / most) * 21)}px` }} aria-hidden />
            {monthName(month).slice(0, 3)}
          </button>
        );
      })}
    </div>
  );
}
