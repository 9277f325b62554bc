import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";

import { imageUrl, ipc } from "../../ipc";
import type { SceneRow } from "../../ipc";
import { useMap } from "../../map";
import { keys } from "../../shared/query";
import { openFilter, useArchive } from "../archive";
import { useResults } from "./store";
import { useScene } from "./useScene";

/** More kept pictures than this would hide each other, and cost memory. */
const MOST = 12;
const KEPT = { ...openFilter(), constellations: [], keptOnly: true };

/** The scenes that are kept, newest first; empty before a search. */
export function useKept(): SceneRow[] {
  const searched = useArchive((state) => state.searched !== null);
  const { data } = useQuery({ queryKey: keys.scenes(KEPT, [], 0), queryFn: () => ipc.readScenes(KEPT, [], 0, 100), enabled: searched });
  return useMemo(() => data?.rows ?? [], [data]);
}

/** Lays pictures on the map: that of the chosen scene on top, the one before while they are compared, kept ones below. */
export function usePictures(visible: boolean): void {
  const map = useMap();
  const { selectedId, previousId, quicklook } = useResults();
  const selected = useScene(selectedId).data?.row;
  const before = useScene(quicklook.split === null ? null : previousId).data?.row;
  const kept = useKept();
  const { shown, opacity, split, kept: withKept } = quicklook;

  useEffect(() => {
    const rows: (SceneRow | undefined)[] = split === null ? [] : [before];
    if (split === null && withKept) {
      rows.push(...kept.slice(0, MOST).reverse());
    }
    const below = rows.filter((row) => row?.id !== selectedId);
    const wanted = [...below, selectedId === null ? undefined : selected];
    const pictures = wanted.flatMap((row) =>
      row === undefined || row.corners === null ? [] : [{ id: row.id, url: imageUrl(`quicklook/${encodeURIComponent(row.id)}`), corners: row.corners }],
    );
    const all = visible && shown ? pictures : [];
    map.setPictures({ pictures: all, opacity, split: all.length > 1 ? split : null });
  }, [map, visible, shown, opacity, split, withKept, kept, before, selected, selectedId]);
}
