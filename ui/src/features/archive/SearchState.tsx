import { IconAlertTriangle } from "@tabler/icons-react";

import type { SearchOutcome } from "../../ipc";
import { formatCount } from "../../shared/format";
import { Button, ErrorNotice, LinkButton, Notice, Turning } from "../../shared/ui";
import styles from "./Archive.module.css";
import { openFilter } from "./filter";
import { SearchUnderWay } from "./SearchUnderWay";
import { StaleNotice } from "./StaleNotice";
import { namesInWords } from "./staleness";
import { useArchive } from "./store";
import { useFacets } from "./useFacets";
import { useSearch, useStaleness } from "./useSearch";

/** What is here of a search that was cut. How much is missing is not known where the program ended before the search did. */
function cutInWords({ cancelled, received, total }: SearchOutcome): string {
  const here = total > received ? `${formatCount(received)} of ${formatCount(total)} scenes are here.` : `${formatCount(received)} scenes are here, not all.`;
  return cancelled ? `Stopped: ${here}` : here;
}

/** What the search is doing, why it failed, or why its results are old. Its buttons turn when the search ends. */
export function SearchState() {
  const running = useArchive((state) => state.running);
  return (
    <Turning meaning={running ? "running" : "ended"}>
      <State />
    </Turning>
  );
}

function State() {
  const { running, problem, begun, searched, filter, replaceFilter } = useArchive();
  const { run, resume } = useSearch();
  const staleness = useStaleness();
  const { flawed = 0 } = useFacets().data ?? {};
  const outcome = searched?.outcome ?? null;

  if (running) {
    return <SearchUnderWay />;
  }
  if (problem !== null) {
    return (
      <div className={styles.state}>
        <ErrorNotice error={problem} onRetry={() => void (begun ? resume() : run())} />
        {!begun && searched !== null && <p className={styles.note}>The list below is still that of {namesInWords(searched.areas.map(({ name }) => name))}.</p>}
      </div>
    );
  }
  if (staleness !== null) {
    return <StaleNotice staleness={staleness} />;
  }
  if (outcome?.unfinished === true) {
    return (
      <div className={styles.state}>
        <Notice tone="warn">
          {cutInWords(outcome)}
        </Notice>
        <Button wide onClick={() => void resume()}>
          Fetch the rest
        </Button>
      </div>
    );
  }
  if (outcome !== null && outcome.missing > 0) {
    return (
      <div className={styles.state}>
        <Notice tone="warn">
          The vendor told of {formatCount(outcome.missing)} more {outcome.missing === 1 ? "scene" : "scenes"} than it sent: the list may not be whole.
        </Notice>
        <Button wide onClick={() => void run()}>
          Search again
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
