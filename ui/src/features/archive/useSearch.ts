import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";

import { IpcError, ipc, makeChannel } from "../../ipc";
import type { Area, SearchOutcome, SearchProgress } from "../../ipc";
import { formatCount, utcToday } from "../../shared/format";
import { keys, useAreas, useConnection } from "../../shared/query";
import { useActivities, useSelection } from "../../shared/session";
import { rangeCovers, searchRange } from "./searchRange";
import { useArchive } from "./store";

const ACTIVITY = "search";
/** More than this is no search any more. The vendor's window of 10,000 is no limit: the back end asks in pieces. */
const MOST_RESULTS = 200_000;

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

/** What a refresh has brought, in words. */
export function whatIsNew({ changed, withdrawn }: Pick<SearchOutcome, "changed" | "withdrawn">): string {
  const came = changed === 0 ? "Nothing is new since the search." : changed === 1 ? "One scene is new, or its record was changed." : `${formatCount(changed)} scenes are new, or their records were changed.`;
  const gone = withdrawn === 0 ? "" : withdrawn === 1 ? " One has left the archive and is marked." : ` ${formatCount(withdrawn)} have left the archive and are marked.`;
  return came + gone;
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
  // Who looks at faults looks at what is here, whatever its date.
  return filter.flawedOnly || rangeCovers(searched.range, filter) ? null : "dates";
}

/** Starts and stops the search. Pages show up in the list while it runs. */
export function useSearch() {
  const client = useQueryClient();
  const area = useChosenArea();
  const connection = useConnection().data;
  const searchedFor = useArchive((state) => state.searched?.measuredKey);

  const cancel = useCallback(() => {
    void ipc.cancelSearch();
  }, []);

  /** Runs a long question to the archive, with its progress in the panel and in the top bar. */
  const follow = useCallback(
    async (ask: (channel: ReturnType<typeof makeChannel<SearchProgress>>) => Promise<SearchOutcome>) => {
      const { update } = useArchive.getState();
      const { report, finish } = useActivities.getState();
      const onProgress = (progress: SearchProgress) => {
        update({ progress });
        report({
          id: ACTIVITY,
          label: `Searching · ${formatCount(progress.received)} of ${formatCount(progress.total)}`,
          share: progress.total === 0 ? null : progress.received / progress.total,
          cancel,
        });
      };
      update({ progress: null, running: true, problem: null });
      report({ id: ACTIVITY, label: "Searching", share: null, cancel });
      try {
        const outcome = await ask(makeChannel(onProgress));
        const { searched } = useArchive.getState();
        update({ searched: searched === null ? null : { ...searched, outcome } });
        return outcome;
      } catch (error) {
        if (!(error instanceof IpcError && error.code === "cancelled")) {
          update({ problem: error });
        }
        return null;
      } finally {
        finish(ACTIVITY);
        update({ running: false });
        await client.invalidateQueries({ queryKey: keys.archive });
        await client.invalidateQueries({ queryKey: keys.searches });
      }
    },
    [cancel, client],
  );

  const run = useCallback(async () => {
    const { filter, running, update } = useArchive.getState();
    if (area === null || running) {
      return;
    }
    const today = connection?.sandboxTime?.slice(0, 10) ?? utcToday(Date.now());
    const range = searchRange(filter, today);
    update({ searched: { areaId: area.id, areaKey: areaKey(area), range, outcome: null } });
    await follow((channel) =>
      ipc.searchArchive(
        { areaId: area.id, dateFrom: range.from, dateTo: range.to, constellations: ["SPOT", "PHR", "PNEO"], maxCloud: null, maxIncidence: null, maxSnow: null, maxResults: MOST_RESULTS },
        channel,
      ),
    );
  }, [area, connection, follow]);

  const resume = useCallback(() => follow((channel) => ipc.resumeSearch(channel)), [follow]);
  const refresh = useCallback(async () => {
    const outcome = await follow((channel) => ipc.refreshSearch(channel));
    if (outcome !== null && !outcome.cancelled) {
      notifications.show({ message: whatIsNew(outcome) });
    }
  }, [follow]);

  /** Measures what is here over the area as it is now, without asking the archive. */
  const measure = useCallback(async () => {
    const { update } = useArchive.getState();
    if (area === null) {
      return;
    }
    try {
      await ipc.measureScenes(area.id);
      const { searched } = useArchive.getState();
      update({ searched: searched === null ? null : { ...searched, measuredKey: areaKey(area) } });
    } catch (error) {
      update({ problem: error });
    }
  }, [area]);

  return { run, resume, refresh, measure, measured: area !== null && searchedFor === areaKey(area), cancel, possible: area !== null };
}
