import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useLocalStorage } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

import { counted } from "../../shared/format";
import { IconButton, LinkButton } from "../../shared/ui";
import styles from "./Calendar.module.css";
import type { Month } from "./months";
import { firstDay, lastDay, monthNumber } from "./months";
import { MonthCell } from "./MonthCell";
import { useArchive } from "./store";
import { useFacets } from "./useFacets";

const LETTERS = ["J", "F", "M", "A", "M", "J", "J", "A", "S", "O", "N", "D"];

/** For every month the best scene, by what it covers times what is clear in it, and how much all scenes cover together. The
 * cloud is that of the whole scene, it is not measured over the area. A click
 * makes the month the dates; a drag, or a click with Shift, a span of them. */
export function CalendarDock() {
  const facets = useFacets().data;
  const { filter, change, searched } = useArchive();
  const several = (searched?.areas.length ?? 0) > 1;
  const [open, setOpen] = useLocalStorage({ key: "swath.calendar", defaultValue: true });
  const [brush, setBrush] = useState<{ from: number; to: number } | null>(null);
  const grid = useRef<HTMLDivElement>(null);
  const years = facets === undefined ? [] : yearsOf(facets.months);
  const span = years.length;
  useEffect(() => {
    // The latest years are what one looks for; earlier ones come while a search is under way.
    grid.current?.scrollTo({ top: grid.current.scrollHeight });
  }, [span, open]);

  if (facets === undefined || facets.months.length === 0) {
    return null;
  }
  const byMonth = new Map(facets.months.map((month) => [monthNumber(month.year, month.month), month]));
  const choose = (from: number, to: number) => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    change({ dateFrom: firstDay(first), dateTo: lastDay(last) });
  };
  const extend = (to: number) => {
    // The day that is chosen already is where a span begins.
    const from = filter.dateFrom === null ? to : monthNumber(Number(filter.dateFrom.slice(0, 4)), Number(filter.dateFrom.slice(5, 7)));
    choose(from, to);
  };
  const finish = () => {
    if (brush !== null) {
      choose(brush.from, brush.to);
      setBrush(null);
    }
  };
  const wanted = (month: number) =>
    brush === null
      ? (filter.dateFrom === null || lastDay(month) >= filter.dateFrom) && (filter.dateTo === null || firstDay(month) <= filter.dateTo)
      : month >= Math.min(brush.from, brush.to) && month <= Math.max(brush.from, brush.to);

  return (
    <section className={styles.dock} aria-label="Coverage by month">
      <header className={styles.head}>
        <h2>Coverage by month</h2>
        <span>best scene of each: coverage × clear in scene · {counted(facets.total, "scene")}</span>
        {(filter.dateFrom !== null || filter.dateTo !== null) && open && (
          <LinkButton
            onClick={() => {
              change({ dateFrom: null, dateTo: null });
            }}
          >
            Any date
          </LinkButton>
        )}
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
        <>
          <div ref={grid} className={styles.grid} onPointerUp={finish} onPointerLeave={finish}>
            {years.map((year) => (
              <div key={year} className={styles.year}>
                <span>{year}</span>
                {LETTERS.map((_, index) => {
                  const number = monthNumber(year, index + 1);
                  return (
                    <MonthCell
                      key={index}
                      year={year}
                      month={index + 1}
                      facts={byMonth.get(number)}
                      wanted={wanted(number)}
                      several={several}
                      onPress={() => {
                        setBrush({ from: number, to: number });
                      }}
                      onPass={() => {
                        setBrush((current) => (current === null ? null : { ...current, to: number }));
                      }}
                      onChoose={(span) => {
                        if (span) {
                          extend(number);
                        } else {
                          choose(number, number);
                        }
                      }}
                    />
                  );
                })}
              </div>
            ))}
          </div>
          <div className={styles.year} aria-hidden>
            <span />
            {LETTERS.map((letter, index) => (
              <span key={index} className={styles.letter}>
                {letter}
              </span>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

function yearsOf(months: Month[]): number[] {
  const years = months.map((month) => month.year);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
