import { IconStar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import { formatCount, formatShare } from "../../shared/format";
import { keys } from "../../shared/query";
import styles from "./Results.module.css";
import { useKept } from "./usePictures";

/** How much of the area the scenes one keeps cover together: what is looked for while putting a set together. */
export function KeptStrip() {
  const kept = useKept();
  const ids = kept.map((row) => row.id);
  const together = useQuery({ queryKey: keys.together(ids), queryFn: () => ipc.coverageOfScenes(ids), enabled: ids.length > 1 }).data;
  if (ids.length < 2 || together === undefined) {
    return null;
  }
  const best = Math.max(...kept.map((row) => row.coverage));
  return (
    <p className={styles.together} role="status" title="The share of the area that the scenes you keep cover together">
      <IconStar size={14} stroke={1.6} aria-hidden />
      <span>
        {formatCount(ids.length)} kept cover <strong>{formatShare(together)}</strong> together
        {together > best && `, the best alone ${formatShare(best)}`}
      </span>
    </p>
  );
}
