// Scenes that show next to nothing of the area are folded away: they are found because their outline touches it.
import { useMemo } from "react";

import type { SceneFilter } from "../../ipc";
import { useArchive } from "./store";

/** Scenes that cover less than this share of the area, in %, are folded away. */
export const LEAST_SHARE = 5;

/** Whether a filter leaves it to Swath what is folded away: who set a least share, or looks at kept scenes or faults, has said. */
export const folds = (filter: SceneFilter): boolean => filter.minCoverage === null && !filter.keptOnly && !filter.flawedOnly;

/** The filter that the list, the map and an export go by. */
export function shownFilter(filter: SceneFilter, unfolded: boolean): SceneFilter {
  return unfolded || !folds(filter) ? filter : { ...filter, minCoverage: LEAST_SHARE };
}

export function useShownFilter(): SceneFilter {
  const { filter, unfolded } = useArchive();
  return useMemo(() => shownFilter(filter, unfolded), [filter, unfolded]);
}
