import { useQueries } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import type { Area, AreaReport } from "../../ipc";
import { billingInWords, billings, formatAreaExact, formatAreaFrom } from "../../shared/format";
import { keys } from "../../shared/query";
import { Button } from "../../shared/ui";
import styles from "./Areas.module.css";
import type { AreaActions } from "./useAreaActions";
import type { Minimum } from "./useMinimum";
import { formatMinimum } from "./useMinimum";

const MOST_NAMED = 4;

/** An area below what is billed at the least: more ground, and for which products it comes at the same price. */
export function MinimumCard({ area, minimums, actions }: { area: Area; minimums: readonly Minimum[]; actions: AreaActions }) {
  const { polygon } = area.report;
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
        {minimums.map((minimum, index) => (
          <li key={minimum.km2}>
            <Widening area={area} minimum={minimum} wide={widened[index]?.data} actions={actions} />
          </li>
        ))}
      </ul>
      <p className={styles.hint}>Estimates for one scene that shows all of the area.</p>
    </div>
  );
}

type WideningProps = { area: Area; minimum: Minimum; wide: AreaReport | undefined; actions: AreaActions };

function Widening({ area, minimum, wide, actions }: WideningProps) {
  const { km2 } = area.report;
  const sizes = [km2, ...(wide === undefined ? [] : [wide.km2])];
  const answers = useQueries({ queries: sizes.map((size) => ({ queryKey: keys.billedAt(size), queryFn: () => ipc.billedAreas(size), staleTime: 60_000 })) });
  const [now, then] = answers.map(({ data }) => data);
  const lines = now === undefined || then === undefined ? [] : billings(now, then);
  const free = lines.filter(({ same }) => same);
  return (
    <>
      <p className={styles.hint}>
        {formatMinimum(minimum.km2)} are billed at least for {named(minimum.products)}
      </p>
      {wide !== undefined && free.length > 0 && (
        <>
          <div className={styles.mend}>
            <Button size="small" aria-label={`Widen to ${formatAreaExact(wide.km2)}`} onClick={() => void actions.reshape(`Widen to ${formatMinimum(minimum.km2)}`, [area], [wide])}>
              Widen
            </Button>
            <span>{formatAreaFrom(km2, wide.km2)}</span>
          </div>
          <ul className={styles.billings} aria-label={`What ${formatAreaExact(wide.km2)} would cost`}>
            {lines.map((line) => (
              <li key={`${line.product} ${line.costs?.join() ?? ""}`} data-same={line.same}>
                <span>{line.product}</span>
                <span>{billingInWords(line)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** The first of them, and how many more there are. */
function named(products: readonly string[]): string {
  const more = products.length - MOST_NAMED;
  return products.slice(0, MOST_NAMED).join(", ") + (more > 0 ? ` and ${String(more)} more` : "");
}
