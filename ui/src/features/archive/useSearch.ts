import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { IpcError, ipc, makeChannel } from "../../ipc";
import type { Area, SearchOutcome, SearchProgress } from "../../ipc";
import { formatCount, utcToday } from "../../shared/format";
import { keys, useAreas, useConnection } from "../../shared/query";
import { useActivities, useSelection } from "../../shared/session";
import { searchRange } from "./searchRange";
import { areaKey, asSearched, isMeasured, stalenessOf } from "./staleness";
import type { Staleness } from "./staleness";
import { useArchive } from "./store";
import type { Searched } from "./store";

const ACTIVITY = "search";
/** More than this is no search any more. The vendor's window of 10,000 is no limit: the back end asks in pieces. */
const MOST_RESULTS = 200_000;

/** The vendor is asked once for each area. */
export const MOST_AREAS = 25;

/** The areas that are chosen, the main one first. */
export function useChosenAreas(): Area[] {
  const areas = useAreas().data;
  const { areaId, alsoAreaIds } = useSelection();
  return useMemo(() => chosenAmong(areas ?? [], areaId, alsoAreaIds), [areas, areaId, alsoAreaIds]);
}

function chosenAmong(areas: readonly Area[], areaId: string | null, alsoAreaIds: readonly string[]): Area[] {
  return [areaId, ...alsoAreaIds].flatMap((id) => areas.filter((area) => area.id === id));
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

/** Why the results no longer answer the question that stands in the panel. */
export function useStaleness(): Staleness {
  const { searched, filter } = useArchive();
  return stalenessOf(searched, useChosenAreas(), filter);
}

/** Starts and stops the search. Pages show up in the list while it runs. */
export function useSearch() {
  const client = useQueryClient();
  const chosen = useChosenAreas();
  const connection = useConnection().data;
  const searched = useArchive((state) => state.searched);
  const cancel = useCallback(() => {
    void ipc.cancelSearch();
  }, []);

  /** Runs a long question to the archive, with its progress in the panel and in the top bar. `wanted` is the list that takes
   * the place of the one at hand with its first scene, or once it is certain that there is none. */
  const follow = useCallback(
    async (ask: (channel: ReturnType<typeof makeChannel<SearchProgress>>) => Promise<SearchOutcome>, wanted: Searched | null = null) => {
      const { update } = useArchive.getState();
      const { report, finish } = useActivities.getState();
      const arrive = () => {
        if (wanted !== null && useArchive.getState().coming !== null) {
          useArchive.getState().unfold(false);
          update({ searched: wanted, coming: null });
          void client.invalidateQueries({ queryKey: keys.archive });
        }
      };
      const onProgress = (progress: SearchProgress) => {
        if (progress.received > 0) {
          arrive();
        }
        update({ progress });
        report({
          id: ACTIVITY,
          label: `Searching · ${formatCount(progress.received)} of ${formatCount(progress.total)}`,
          share: progress.total === 0 ? null : progress.received / progress.total,
          cancel,
        });
      };
      update({ progress: null, running: true, problem: null, coming: wanted?.areas.map(({ name }) => name) ?? null });
      report({ id: ACTIVITY, label: "Searching", share: null, cancel });
      try {
        const outcome = await ask(makeChannel(onProgress));
        arrive();
        const { searched: now } = useArchive.getState();
        update({ searched: now === null ? null : { ...now, outcome } });
        return outcome;
      } catch (error) {
        if (!(error instanceof IpcError && error.code === "cancelled")) {
          update({ problem: error, begun: useArchive.getState().coming === null });
        }
        return null;
      } finally {
        finish(ACTIVITY);
        update({ running: false, coming: null });
        await client.invalidateQueries({ queryKey: keys.archive });
        await client.invalidateQueries({ queryKey: keys.searches });
      }
    },
    [cancel, client],
  );

  /** Searches over the chosen areas, or over others that are chosen just now. */
  const run = useCallback(
    async (areas: readonly Area[] = chosen) => {
      const { filter, running } = useArchive.getState();
      const [first, ...further] = areas;
      if (first === undefined || running) {
        return;
      }
      const today = connection?.sandboxTime?.slice(0, 10) ?? utcToday(Date.now());
      const range = searchRange(filter, today);
      const furtherAreaIds = further.map(({ id }) => id);
      await follow(
        (channel) =>
          ipc.searchArchive(
            {
              areaId: first.id, furtherAreaIds, dateFrom: range.from, dateTo: range.to, constellations: ["SPOT", "PHR", "PNEO"],
              maxCloud: null, maxIncidence: null, maxSnow: null, maxResults: MOST_RESULTS,
            },
            channel,
          ),
        { areas: areas.map(asSearched), range, outcome: null },
      );
    },
    [chosen, connection, follow],
  );

  const resume = useCallback(() => follow((channel) => ipc.resumeSearch(channel)), [follow]);

  const refresh = useCallback(async () => {
    const outcome = await follow((channel) => ipc.refreshSearch(channel));
    if (outcome !== null && !outcome.cancelled) {
      notifications.show({ message: whatIsNew(outcome) });
    }
  }, [follow]);

  /** Measures what is here over the outlines as they are now, without asking the archive. */
  const measure = useCallback(async () => {
    const { update } = useArchive.getState();
    try {
      await ipc.measureScenes();
      const { searched: now } = useArchive.getState();
      update({ searched: now === null ? null : { ...now, measuredKeys: chosen.map(areaKey) } });
    } catch (error) {
      update({ problem: error });
    }
  }, [chosen]);

  const possible = chosen.length > 0 && chosen.length <= MOST_AREAS;
  return { run, resume, refresh, measure, measured: isMeasured(searched, chosen), cancel, possible };
}
