import { useQueries } from "@tanstack/react-query";
import { Fragment } from "react";

import { ipc } from "../../ipc";
import type { Area } from "../../ipc";
import { formatAreaExact } from "../../shared/format";
import { keys } from "../../shared/query";
import { Button } from "../../shared/ui";
import styles from "./Areas.module.css";
import type { AreaActions } from "./useAreaActions";
import type { Minimum } from "./useMinimum";
import { formatMinimum } from "./useMinimum";

const MOST_NAMED = 3;

/** An area below what is billed at the least: what that means, and more ground for the same price. */
export function MinimumCard({ area, minimums, actions }: { area: Area; minimums: readonly Minimum[]; actions: AreaActions }) {
  const { polygon, km2 } = area.report;
  const widened = useQueries({
    queries: minimums.map((minimum) => ({
      queryKey: keys.reshaped(`widen-${String(minimum.km2)}`, [polygon]),
      queryFn: () => ipc.widenArea(polygon, minimum.km2),
      enabled: area.report.orderable,
      retry: false,
      staleTime: Infinity,
    })),
  });
  return (
    <div className={styles.minimum}>
      <strong>Smaller than what is billed</strong>
      <ul>
        {minimums.map((minimum, index) => {
          const wide = widened[index]?.data;
          return (
            <li key={minimum.km2}>
              <p className={styles.hint}>
                {formatMinimum(minimum.km2)} are billed at least for <Names products={minimum.products} />
              </p>
              {wide !== undefined && (
                <div className={styles.mend}>
                  <Button size="small" onClick={() => void actions.reshape(`Widen to ${formatMinimum(minimum.km2)}`, [area], [wide])}>
                    Widen
                  </Button>
                  <span>
                    {formatAreaExact(km2).split("\u00a0")[0]} → {formatAreaExact(wide.km2)}, same price
                  </span>
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The first of them, each kept on one line, and how many more there are. */
function Names({ products }: { products: readonly string[] }) {
  const more = products.length - MOST_NAMED;
  return (
    <>
      {products.slice(0, MOST_NAMED).map((product, place) => (
        <Fragment key={product}>
          {place > 0 && ", "}
          <span className={styles.whole}>{product}</span>
        </Fragment>
      ))}
      {more > 0 && ` and ${String(more)} more`}
    </>
  );
}
