import { Tooltip } from "@mantine/core";
import { useEffect } from "react";

import type { Constellation, SceneFacets } from "../../ipc";
import { formatAngle, formatCount, formatShare } from "../../shared/format";
import { isCovered } from "../../shared/keyboard";
import { Button, KeyCap, Turning } from "../../shared/ui";
import styles from "./Archive.module.css";
import { DateField } from "./DateField";
import { FilterChips } from "./FilterChips";
import { Histogram } from "./Histogram";
import { useArchive } from "./store";
import { useFacets } from "./useFacets";
import { MOST_AREAS, useChosenAreas, useSearch } from "./useSearch";

const FAMILIES: { id: Constellation; short: string; long: string }[] = [
  { id: "SPOT", short: "SPOT", long: "SPOT, 1.5 m" },
  { id: "PHR", short: "PHR", long: "Pléiades, 0.5 m" },
  { id: "PNEO", short: "Neo", long: "Pléiades Neo, 0.3 m" },
];

const countOf = (facets: SceneFacets, id: Constellation) => facets.constellations.find((one) => one.constellation === id)?.count ?? 0;

const EMPTY_CLOUD = Array.from({ length: 20 }, () => 0);
const EMPTY_INCIDENCE = Array.from({ length: 18 }, () => 0);

/** The filters, and the button that asks the archive. Narrowing shows at once; only Search asks again. */
export function FilterPanel() {
  const { filter, change, running } = useArchive();
  const facets = useFacets().data;
  const { run, cancel, possible } = useSearch();
  const chosen = useChosenAreas().length;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isCovered()) {
        event.preventDefault();
        void run();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [run]);

  const toggle = (id: Constellation) => {
    const next = FAMILIES.map((family) => family.id).filter((one) => (one === id) !== filter.constellations.includes(one));
    change({ constellations: next });
  };

  return (
    <section className={styles.filters} aria-label="Filters">
      <div className={styles.row}>
        <DateField />
        <div className={styles.families} role="group" aria-label="Constellations">
          {FAMILIES.map(({ id, short, long }) => (
            <Tooltip key={id} label={facets === undefined ? long : `${long} · ${formatCount(countOf(facets, id))} scenes`}>
              <button
                type="button"
                aria-pressed={filter.constellations.includes(id)}
                onClick={() => {
                  toggle(id);
                }}
              >
                {short}
              </button>
            </Tooltip>
          ))}
        </div>
      </div>
      <div className={styles.histograms}>
        <Histogram
          label="Cloud in scene"
          bins={facets?.cloud ?? EMPTY_CLOUD}
          limit={100}
          step={1}
          value={filter.maxCloud}
          format={formatShare}
          onChange={(maxCloud) => {
            change({ maxCloud });
          }}
        />
        <Histogram
          label="Incidence"
          bins={facets?.incidence ?? EMPTY_INCIDENCE}
          limit={45}
          step={0.5}
          value={filter.maxIncidence}
          format={formatAngle}
          onChange={(maxIncidence) => {
            change({ maxIncidence });
          }}
        />
      </div>
      <div className={styles.row}>
        <FilterChips />
        <div className={styles.search}>
          <Turning meaning={running ? "cancel" : "search"}>
            {running ? (
              <Button onClick={cancel}>Cancel</Button>
            ) : (
              <Button tone="primary" disabled={!possible} aria-describedby={possible ? undefined : "why-no-search-here"} onClick={() => void run()}>
                Search <KeyCap onFill>Ctrl ↵</KeyCap>
              </Button>
            )}
          </Turning>
        </div>
      </div>
      {!possible && (
        <p id="why-no-search-here" className={styles.why}>
          {whyNot(chosen)}
        </p>
      )}
    </section>
  );
}

const whyNot = (chosen: number) => (chosen === 0 ? "Choose an area to search over, on the page “Area”." : `${formatCount(chosen)} areas are too many for one search; ${formatCount(MOST_AREAS)} is the most.`);
