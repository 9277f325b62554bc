import { useEffect } from "react";

import { IpcError, ipc, onEvent, readFootprints } from "../../ipc";
import type { Bounds } from "../../map";
import { useMap } from "../../map";
import { useArchive, useShownFilter } from "../archive";
import { useResults } from "./store";

/** How far beyond the view is asked for, as a share of it, so that a small movement needs no new buffer. */
const MARGIN = 0.35;
/** A view this many times smaller than what was asked for could be drawn sharper. */
const COARSE = 2.2;

/** Keeps the footprints on the map those of the filter, the view and the colours in force. */
export function useFootprints(visible: boolean): void {
  const map = useMap();
  const filter = useShownFilter();
  const searched = useArchive((state) => state.searched);
  const colourBy = useResults((state) => state.colourBy);

  useEffect(() => {
    map.setColourBy(colourBy);
  }, [map, colourBy]);

  useEffect(() => {
    if (!visible || searched === null) {
      map.setFootprints(null);
      return;
    }
    const { report, setDrawn } = useResults.getState();
    let asked: Bounds | null = null;
    let whole = true;
    let running = false;
    let again = false;
    let ended = false;

    async function load(): Promise<void> {
      again = running;
      if (running) {
        return;
      }
      running = true;
      const bounds = grown(map.bounds());
      try {
        const { revision } = await ipc.readScenes(filter, [], 0, 0);
        const buffer = await readFootprints(filter, revision, { bounds, colour: colourBy });
        if (!ended) {
          const drawn = map.setFootprints(buffer);
          asked = bounds;
          whole = drawn.whole;
          setDrawn({ dense: drawn.dense, range: drawn.range });
        }
      } catch (error) {
        // A search that has just begun is not there to be read yet; its first page will say so.
        if (!(error instanceof IpcError && error.code === "notFound")) {
          report(error);
        }
      }
      running = false;
      if (again && !ended) {
        void load();
      }
    }

    void load();
    const stopResting = map.watchRest(() => {
      if (!whole && !fits(map.bounds(), asked)) {
        void load();
      }
    });
    const stopListening = onEvent("archiveChanged", () => {
      void load();
    });
    return () => {
      ended = true;
      stopResting();
      stopListening();
    };
  }, [map, filter, searched, colourBy, visible]);
}

function grown(bounds: Bounds | null): Bounds | null {
  if (bounds === null) {
    return null;
  }
  const [west, south, east, north] = bounds;
  const [wide, high] = [(east - west) * MARGIN, (north - south) * MARGIN];
  return [west - wide, Math.max(-90, south - high), east + wide, Math.min(90, north + high)];
}

/** Whether the view lies within what was asked for, and is not much smaller. */
function fits(seen: Bounds | null, asked: Bounds | null): boolean {
  if (seen === null || asked === null) {
    return false;
  }
  const inside = seen[0] >= asked[0] && seen[1] >= asked[1] && seen[2] <= asked[2] && seen[3] <= asked[3];
  return inside && (asked[2] - asked[0]) / (seen[2] - seen[0]) < COARSE;
}
