import { useEffect } from "react";

import { ipc } from "../../ipc";
import type { MapPointer } from "../../map";
import { useMap } from "../../map";
import { shownFilter, useArchive } from "../archive";
import { useResults } from "./store";

/** Scenes that a click lists; whoever has more under the pointer narrows the filter. */
const LISTED = 100;

/** Tells the list what is pointed at on the map, as the index knows it, and not only what happens to be drawn. */
export function usePointing(visible: boolean) {
  const map = useMap();
  const searched = useArchive((state) => state.searched !== null);
  useEffect(() => {
    if (!visible || !searched) {
      return;
    }
    const { hover, select, setUnder } = useResults.getState();
    const scenesAt = (pointer: MapPointer, limit: number) => ipc.scenesAt(wrap(pointer.lon), pointer.lat, shownFilter(useArchive.getState().filter, useArchive.getState().unfolded), limit);

    map.handleClick((pointer) => {
      void scenesAt(pointer, LISTED).then(({ matched, rows }) => {
        setUnder(rows.length > 1 ? { x: pointer.x, y: pointer.y, count: matched, rows } : null);
        const only = rows[0];
        if (rows.length === 1 && only !== undefined) {
          select(only.id);
        }
      }, useResults.getState().report);
    });
    // One question at a time, always about where the pointer is last.
    let wanted: MapPointer | null = null;
    let asking = false;
    let inside = false;
    let pointedAt: string | null = null;
    const point = (id: string | null) => {
      // The list may have set its own in the meantime, which is not ours to clear.
      if (id !== null || useResults.getState().hoverId === pointedAt) {
        hover(id);
      }
      pointedAt = id;
    };
    const stop = map.watchPointer((pointer) => {
      wanted = pointer;
      inside = pointer !== null && !map.editor.active;
      if (!inside) {
        point(null);
        return;
      }
      if (asking) {
        return;
      }
      asking = true;
      void (async () => {
        while (wanted !== null) {
          const at: MapPointer = wanted;
          wanted = null;
          const found = await scenesAt(at, 1).catch(() => null);
          if (inside) {
            point(found?.rows[0]?.id ?? null);
          }
        }
        asking = false;
      })();
    });
    return () => {
      stop();
      map.handleClick(null);
      point(null);
    };
  }, [map, visible, searched]);
}

const wrap = (lon: number) => ((((lon + 180) % 360) + 360) % 360) - 180;
