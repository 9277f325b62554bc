import type { SceneFacets } from "../../ipc";
import { formatCount } from "../../shared/format";
import { Button } from "../../shared/ui";
import styles from "./Archive.module.css";
import { changeInWords, stepInWords } from "./funnelWords";
import { useArchive } from "./store";

/** Why so few: what each filter left, and what would bring most back. */
export function Funnel({ facets }: { facets: SceneFacets }) {
  const { replaceFilter, clearFilter, unfold } = useArchive();
  const { total, matched, filter, funnel, relaxations } = facets;
  return (
    <section className={styles.funnel} aria-label="Why so few">
      <h2>{matched === 0 ? "No scene passes all your filters" : `Only ${formatCount(matched)} ${matched === 1 ? "passes" : "pass"} all your filters`}</h2>
      <p>{formatCount(total)} {total === 1 ? "touches" : "touch"} your area.</p>
      <ol>
        {funnel.map((step) => (
          <li key={step.criterion}>
            <span>{stepInWords(step, filter)}</span>
            <span className={styles.funnelBar} aria-hidden>
              <span style={{ width: `${String(total === 0 ? 0 : (step.left / total) * 100)}%` }} />
            </span>
            <strong>{formatCount(step.left)}</strong>
          </li>
        ))}
      </ol>
      <div className={styles.relaxations}>
        {relaxations.slice(0, 3).map((relaxation, index) => (
          <Button
            key={changeInWords(relaxation, filter)}
            tone={index === 0 ? "primary" : "default"}
            onClick={() => {
              replaceFilter(relaxation.filter);
              // All that was promised is shown, also what covers next to nothing.
              unfold(true);
            }}
          >
            {changeInWords(relaxation, filter)} <span className={styles.gain}>+ {formatCount(relaxation.gains)}</span>
          </Button>
        ))}
        <Button tone="quiet" onClick={clearFilter}>
          Clear all
        </Button>
      </div>
    </section>
  );
}
