import { IconStar } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import { formatCount, formatShare } from "../../shared/format";
import { keys } from "../../shared/query";
import { useArchive } from "../archive";
import styles from "./Results.module.css";
import { useKept } from "./usePictures";

/** How much of the area the scenes one keeps cover together: what is looked for while putting a set together. */
export function KeptStrip() {
  const kept = useKept();
  const several = useArchive((state) => (state.searched?.areas.length ?? 0) > 1);
  const ids = kept.map((row) => row.id);
  const together = useQuery({ queryKey: keys.together(ids), queryFn: () => ipc.coverageOfScenes(ids), enabled: ids.length > 1 }).data;
  if (ids.length < 2 || together === undefined) {
    return null;
  }
  // Over several areas the share of a row is of one of them, what they cover together of all: the two can't be compared.
  const best = several ? null : Math.max(...kept.map((row) => row.coverage));
  return (
    <p className={styles.together} role="status" title="The share of the area that the scenes you keep cover together">
      <IconStar size={14} stroke={1.6} aria-hidden />
      <span>
        {formatCount(ids.length)} kept cover <strong>{formatShare(together)}</strong>{several && " of all areas"} together
        {best !== null && together > best && `, the best alone ${formatShare(best)}`}
      </span>
    </p>
  );
}
