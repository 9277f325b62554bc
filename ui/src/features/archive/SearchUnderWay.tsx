import { formatCount } from "../../shared/format";
import { Button, Meter } from "../../shared/ui";
import styles from "./Archive.module.css";
import { namesInWords } from "./staleness";
import { useArchive } from "./store";
import { useSearch } from "./useSearch";
import { useSilence } from "./useSilence";

/** How far the search is, whether the vendor still answers, and what the list below is meanwhile. */
export function SearchUnderWay() {
  const { progress, coming, searched } = useArchive();
  const { cancel } = useSearch();
  const silent = useSilence(progress);
  const share = progress === null || progress.total === 0 ? 0 : progress.received / progress.total;
  const listed = namesInWords(searched?.areas.map(({ name }) => name) ?? []);
  const wanted = namesInWords(coming ?? []);
  const former = coming === null || searched === null ? null : `The list below is still that of ${listed === wanted ? "the search before" : listed}.`;
  const news = former ?? (progress === null ? "" : "The first are in the list already.");
  return (
    <div className={styles.state} role="status">
      <div className={styles.stateLine}>
        <strong>{coming === null ? "Fetching scenes" : `Searching over ${wanted}`}</strong>
        <span>{progress === null ? "asking the archive" : `${formatCount(progress.received)} of ${formatCount(progress.total)}`}</span>
      </div>
      <Meter ratio={share} tone="info" label="Scenes fetched" />
      <div className={styles.stateLine}>
        <span>{silent === null ? news : `The vendor has not answered for ${String(silent)} s. Wait, or cancel. ${news}`}</span>
        <Button size="small" tone="quiet" onClick={cancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
