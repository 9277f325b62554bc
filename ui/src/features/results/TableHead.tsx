import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";

import type { SortKey } from "../../ipc";
import styles from "./Results.module.css";
import { useResults } from "./store";
import { COLUMNS } from "./TableRow";

/** Column heads that sort; with Shift a column becomes the second key. */
export function TableHead() {
  const { sort, setSort } = useResults();

  function press(key: SortKey, second: boolean) {
    const current = sort.find((one) => one.key === key);
    const next = { key, descending: current === undefined ? false : !current.descending };
    const first = sort[0];
    setSort(second && first !== undefined && first.key !== key ? [first, next] : [next]);
  }

  return (
    <div className={styles.tableHead} role="group" aria-label="Order by column">
      {COLUMNS.map(({ key, label, right }) => {
        const place = sort.findIndex((one) => one.key === key);
        const current = sort[place];
        return (
          <div key={key} className={right ? styles.right : undefined}>
            <button
              type="button"
              title="Shift for a second key"
              onClick={(event) => {
                press(key, event.shiftKey);
              }}
            >
              {label}
              {current !== undefined && <span className="visually-hidden">, {current.descending ? "downwards" : "upwards"}</span>}
              {current !== undefined && (current.descending ? <IconChevronDown size={12} aria-hidden /> : <IconChevronUp size={12} aria-hidden />)}
              {current !== undefined && sort.length > 1 && <sup>{place + 1}</sup>}
            </button>
          </div>
        );
      })}
      <span />
    </div>
  );
}
