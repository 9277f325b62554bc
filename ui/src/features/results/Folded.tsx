import { formatCount, formatShare } from "../../shared/format";
import { LinkButton } from "../../shared/ui";
import { LEAST_SHARE, useArchive } from "../archive";
import styles from "./Results.module.css";

/** Tells how many scenes that pass are folded away because they show next to nothing of the area, and shows them. */
export function Folded({ shown, passing }: { shown: number; passing: number }) {
  const { unfolded, unfold, filter } = useArchive();
  const folded = passing - shown;
  if (unfolded && filter.minCoverage === null && !filter.keptOnly && !filter.flawedOnly) {
    return (
      <p className={styles.folded}>
        <span>Scenes that cover less than {formatShare(LEAST_SHARE)} are shown too.</span>
        <LinkButton
          onClick={() => {
            unfold(false);
          }}
        >
          Fold them away
        </LinkButton>
      </p>
    );
  }
  if (unfolded || folded <= 0) {
    return null;
  }
  return (
    <p className={styles.folded}>
      <span>
        {formatCount(folded)} {folded === 1 ? "scene that covers" : "scenes that cover"} less than {formatShare(LEAST_SHARE)} of the area {folded === 1 ? "is" : "are"} folded away.
      </span>
      <LinkButton
        onClick={() => {
          unfold(true);
        }}
      >
        Show
      </LinkButton>
    </p>
  );
}
