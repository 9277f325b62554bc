import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useLocalStorage } from "@mantine/hooks";

import type { SceneFacets } from "../../ipc";
import { formatCount, formatShare, monthName } from "../../shared/format";
import { IconButton } from "../../shared/ui";
import styles from "./Calendar.module.css";
import { useArchive } from "./store";
import { useFacets } from "./useFacets";

type Month = SceneFacets["months"][number];

const LETTERS = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"];
/** Years the dock has room for; older ones are still found by their dates. */
const MOST_YEARS = 3;

/** For every month the best share of the area one scene shows clear. A click makes the month the dates. */
export function CalendarDock() {
  const facets = useFacets().data;
  const { filter, change } = useArchive();
  const [open, setOpen] = useLocalStorage({ key: "swath.calendar", defaultValue: true });
  if (facets === undefined || facets.months.length === 0) {
    return null;
  }
  const latest = Math.max(...facets.months.map((month) => month.year));
  const earliest = Math.max(Math.min(...facets.months.map((month) => month.year)), latest - MOST_YEARS + 1);
  const years = Array.from({ length: latest - earliest + 1 }, (_, index) => earliest + index);
  const byMonth = new Map(facets.months.map((month) => [month.year * 12 + month.month, month]));

  return (
    <section className={styles.dock} aria-label="Usable coverage">
      <header className={styles.head}>
        <h2>Usable coverage</h2>
        <span>best share of the area seen clear, per month · {formatCount(facets.total)} scenes</span>
        <IconButton
          label={open ? "Fold the calendar" : "Unfold the calendar"}
          size="small"
          aria-expanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          {open ? <IconChevronDown size={16} stroke={1.6} /> : <IconChevronUp size={16} stroke={1.6} />}
        </IconButton>
      </header>
      {open && (
        <div className={styles.grid}>
          {years.map((year) => (
            <div key={year} className={styles.year}>
              <span>{year}</span>
              {LETTERS.map((_, index) => {
                const month = index + 1;
                return (
                  <MonthCell
                    key={month}
                    year={year}
                    month={month}
                    facts={byMonth.get(year * 12 + month)}
                    wanted={isWanted(year, month, filter.dateFrom, filter.dateTo)}
                    onChoose={() => {
                      change({ dateFrom: firstDay(year, month), dateTo: lastDay(year, month) });
                    }}
                  />
                );
              })}
            </div>
          ))}
          <div className={styles.year} aria-hidden>
            <span />
            {LETTERS.map((letter, index) => (
              <span key={index} className={styles.letter}>
                {letter}
              </span>
            ))}
          </div>
        </div>
      )}
    </section>
  );
}

function MonthCell({ year, month, facts, wanted, onChoose }: { year: number; month: number; facts: Month | undefined; wanted: boolean; onChoose: () => void }) {
  if (facts === undefined) {
    return <span className={styles.empty} />;
  }
  const share = Math.round(facts.bestClear);
  return (
    <button
      type="button"
      className={styles.month}
      data-wanted={wanted}
      data-good={share >= 55}
      style={{ "--shade": `${String(share)}%` } as React.CSSProperties}
      aria-label={`${monthName(month)} ${String(year)}: ${formatShare(share)} clear, ${formatCount(facts.count)} scenes`}
      onClick={onChoose}
    >
      {share}
    </button>
  );
}

export function firstDay(year: number, month: number): string {
  return `${String(year)}-${String(month).padStart(2, "0")}-01`;
}

export function lastDay(year: number, month: number): string {
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

function isWanted(year: number, month: number, from: string | null, to: string | null): boolean {
  return (from === null || lastDay(year, month) >= from) && (to === null || firstDay(year, month) <= to);
}
