import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { IpcError, ipc, makeChannel } from "../../ipc";
import type { Area, SearchProgress } from "../../ipc";
import { formatCount, utcToday } from "../../shared/format";
import { keys, useAreas, useConnection } from "../../shared/query";
import { useActivities, useSelection } from "../../shared/session";
import { rangeCovers, searchRange } from "./searchRange";
import { useArchive } from "./store";

const ACTIVITY = "search";
/** The vendor answers no more than this many features to one query. */
const MOST_RESULTS = 10_000;

/** Tells whether an area is still the one that was searched. */
export const areaKey = (area: Area): string => `${area.id} ${JSON.stringify(area.report.polygon.coordinates)}`;

export function useChosenArea(): Area | null {
  const areas = useAreas().data;
  const areaId = useSelection((state) => state.areaId);
  return areas?.find((area) => area.id === areaId) ?? null;
}

/** The day it is: the sandbox has a clock of its own. */
export function useToday(): string {
  const connection = useConnection().data;
  return (connection?.sandboxTime ?? new Date().toISOString()).slice(0, 10);
}

export type Staleness = "area" | "dates" | null;

/** Why the results no longer answer the question that stands in the panel. */
export function useStaleness(): Staleness {
  const { searched, filter, running } = useArchive();
  const area = useChosenArea();
  if (searched === null || running || area === null) {
    return null;
  }
  if (areaKey(area) !== searched.areaKey) {
    return "area";
  }
  return rangeCovers(searched.range, filter) ? null : "dates";
}

/** Starts and stops the search. Pages show up in the list while it runs. */
export function useSearch() {
  const client = useQueryClient();
  const area = useChosenArea();
  const connection = useConnection().data;

  const cancel = useCallback(() => {
    void ipc.cancelSearch();
  }, []);

  const run = useCallback(async () => {
    const { filter, running, update } = useArchive.getState();
    if (area === null || running) {
      return;
    }
    const { report, finish } = useActivities.getState();
    const today = connection?.sandboxTime?.slice(0, 10) ?? utcToday(Date.now());
    const range = searchRange(filter, today);
    const searched = { areaId: area.id, areaKey: areaKey(area), range, outcome: null };
    const onProgress = (progress: SearchProgress) => {
      update({ progress });
      report({
        id: ACTIVITY,
        label: `Searching · ${formatCount(progress.received)} of ${formatCount(progress.total)}`,
        share: progress.total === 0 ? null : progress.received / progress.total,
        cancel,
      });
    };
    update({ searched, progress: null, running: true, problem: null });
    report({ id: ACTIVITY, label: "Searching", share: null, cancel });
    try {
      const outcome = await ipc.searchArchive(
        { areaId: area.id, dateFrom: range.from, dateTo: range.to, constellations: ["SPOT", "PHR", "PNEO"], maxCloud: null, maxIncidence: null, maxSnow: null, maxResults: MOST_RESULTS },
        makeChannel(onProgress),
      );
      update({ searched: { ...searched, outcome } });
    } catch (error) {
      if (!(error instanceof IpcError && error.code === "cancelled")) {
        update({ problem: error });
      }
    } finally {
      finish(ACTIVITY);
      update({ running: false });
      await client.invalidateQueries({ queryKey: keys.archive });
    }
  }, [area, cancel, client, connection]);

  return { run, cancel, possible: area !== null };
}
