import { Menu } from "@mantine/core";
import { IconLayoutList, IconSortAscending, IconTable } from "@tabler/icons-react";

import type { Sort } from "../../ipc";
import { formatCount } from "../../shared/format";
import { Button } from "../../shared/ui";
import styles from "./Results.module.css";
import { ResultsMenu } from "./ResultsMenu";
import { CLEAR_THEN_DATE, USABLE_THEN_DATE, useResults } from "./store";

const ORDERS: { label: string; sort: Sort[] }[] = [
  { label: "Coverage × clear", sort: USABLE_THEN_DATE },
  { label: "Clearest scene, then date", sort: CLEAR_THEN_DATE },
  { label: "Newest first", sort: [{ key: "date", descending: true }] },
  { label: "Oldest first", sort: [{ key: "date", descending: false }] },
  { label: "Covers most", sort: [{ key: "coverage", descending: true }, { key: "cloud", descending: false }] },
  { label: "Straightest down first", sort: [{ key: "incidence", descending: false }] },
  { label: "Highest sun", sort: [{ key: "sun", descending: true }, { key: "cloud", descending: false }] },
  { label: "Finest first", sort: [{ key: "resolution", descending: false }, { key: "cloud", descending: false }] },
  { label: "Cheapest first", sort: [{ key: "price", descending: false }] },
];

const same = (a: Sort[], b: Sort[]) => JSON.stringify(a) === JSON.stringify(b);

/** How many, in which order, and as what. */
export function ResultsHead({ matched, total }: { matched: number; total: number }) {
  const { sort, setSort, mode, setMode } = useResults();
  const order = ORDERS.find((one) => same(one.sort, sort))?.label ?? "By column";
  return (
    <header className={styles.head}>
      <h2 aria-live="polite" data-digits={Math.min(6, Math.max(3, String(total).length))}>
        <strong>{formatCount(matched)}</strong> of {formatCount(total)}
        <span className={styles.word}> {total === 1 ? "scene" : "scenes"}</span>
      </h2>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button tone="quiet" size="small" icon={<IconSortAscending size={16} stroke={1.6} />} aria-label={`Order: ${order}`}>
            <span className={styles.order}>{order}</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {ORDERS.map(({ label, sort: next }) => (
            <Menu.Item
              key={label}
              onClick={() => {
                setSort(next);
              }}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ResultsMenu matched={matched} />
      <div className={styles.modes} role="group" aria-label="Show as">
        <button
          type="button"
          aria-label="Cards"
          aria-pressed={mode === "cards"}
          onClick={() => {
            setMode("cards");
          }}
        >
          <IconLayoutList size={16} stroke={1.6} />
        </button>
        <button
          type="button"
          aria-label="Table"
          aria-pressed={mode === "table"}
          onClick={() => {
            setMode("table");
          }}
        >
          <IconTable size={16} stroke={1.6} />
        </button>
      </div>
    </header>
  );
}
