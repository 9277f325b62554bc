import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";

import { formatCount } from "../../shared/format";
import { Button, ErrorNotice, KeyCap, LinkButton, Meter, Notice, Turning } from "../../shared/ui";
import styles from "./Archive.module.css";
import { openFilter } from "./filter";
import { useArchive } from "./store";
import { useFacets } from "./useFacets";
import { useSearch, useStaleness } from "./useSearch";

/** What the search is doing, why it failed, or why its results are old. Its buttons turn when the search ends. */
export function SearchState() {
  const running = useArchive((state) => state.running);
  return (
    <Turning meaning={running ? "running" : "ended"}>
      <State />
    </Turning>
  );
}

/** Between filters and results: what the search is doing, why it failed, or why its results are old. */
function State() {
  const { running, progress, problem, searched, filter, replaceFilter } = useArchive();
  const { run, resume, cancel, measure, measured } = useSearch();
  const staleness = useStaleness();
  const { matched = 0, flawed = 0 } = useFacets().data ?? {};
  const outcome = searched?.outcome ?? null;

  if (running) {
    const share = progress === null || progress.total === 0 ? 0 : progress.received / progress.total;
    return (
      <div className={styles.state} role="status">
        <div className={styles.stateLine}>
          <strong>Fetching scenes</strong>
          <span>{progress === null ? "asking the archive" : `${formatCount(progress.received)} of ${formatCount(progress.total)}`}</span>
        </div>
        <Meter ratio={share} tone="info" label="Scenes fetched" />
        <div className={styles.stateLine}>
          <span>{progress === null ? " " : "the first are in the list already"}</span>
          <Button size="small" tone="quiet" onClick={cancel}>
            Cancel
          </Button>
        </div>
      </div>
    );
  }
  if (problem !== null) {
    return (
      <div className={styles.state}>
        <ErrorNotice error={problem} onRetry={() => void (matched > 0 ? resume() : run())} />
      </div>
    );
  }
  if (staleness !== null) {
    return (
      <div className={styles.state}>
        <Notice tone="info" icon={<IconRefresh size={18} stroke={1.6} aria-hidden />}>
          <strong>{staleness === "area" ? "The area changed." : "The dates reach further."}</strong>{" "}
          {staleness === "area" ? forOldArea(matched, measured) : "Days outside the last search are missing."}
        </Notice>
        {staleness === "area" && !measured && (
          <Button wide onClick={() => void measure()}>
            Measure these over the new outline
          </Button>
        )}
        <Button tone="primary" wide onClick={() => void run()}>
          Search again <KeyCap onFill>Ctrl ↵</KeyCap>
        </Button>
      </div>
    );
  }
  if (outcome?.unfinished === true) {
    return (
      <div className={styles.state}>
        <Notice tone="warn">
          {outcome.cancelled ? "Stopped: " : ""}
          {formatCount(outcome.received)} of {formatCount(outcome.total)} scenes are here.
        </Notice>
        <Button wide onClick={() => void resume()}>
          Fetch the rest
        </Button>
      </div>
    );
  }
  if (flawed > 0 && !filter.flawedOnly) {
    return (
      <div className={styles.flawed}>
        <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
        <span>
          {formatCount(flawed)} {flawed === 1 ? "record has" : "records have"} a fault; they are marked in the list.
        </span>
        <LinkButton
          onClick={() => {
            // Other filters would hide some: what has no date is within none.
            replaceFilter({ ...openFilter(), flawedOnly: true });
          }}
        >
          Show
        </LinkButton>
      </div>
    );
  }
  return null;
}

function forOldArea(matched: number, measured: boolean): string {
  const scenes = `These ${formatCount(matched)} scenes`;
  return measured ? `${scenes} are measured over the new outline; what only the new part shows is found by searching again.` : `${scenes} are for the old one.`;
}
