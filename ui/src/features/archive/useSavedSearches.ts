import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { ipc } from "../../ipc";
import type { KeptSearch } from "../../ipc";
import { boundsOf, useMap } from "../../map";
import { keys, useAreas, useSearches } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { useArchive } from "./store";
import { areaKey } from "./useSearch";

/** Searches that are on this computer: listed, opened without asking the archive, named, removed. */
export function useSavedSearches() {
  const client = useQueryClient();
  const areas = useAreas().data;
  const list = useSearches().data;

  return useMemo(() => {
    const attempt = async <T>(work: () => Promise<T>): Promise<T | null> => {
      try {
        const done = await work();
        await client.invalidateQueries({ queryKey: keys.searches });
        return done;
      } catch (error) {
        useArchive.getState().update({ problem: error });
        return null;
      }
    };
    const show = async (id: string): Promise<KeptSearch> => {
      const search = await ipc.openSearch(id);
      const { request, polygon, filter, total, received } = search;
      const area = areas?.find((one) => one.id === request.areaId);
      const { update, replaceFilter } = useArchive.getState();
      const outcome = { total, received, cancelled: false, unplaced: 0, flawed: 0, changed: 0, withdrawn: 0, unfinished: false };
      // The results are for the area as it was then: where it is another now, they show as old.
      const key = area === undefined ? request.areaId : areaKey({ ...area, report: { ...area.report, polygon } });
      update({ searched: { areaId: request.areaId, areaKey: key, range: { from: request.dateFrom, to: request.dateTo }, outcome }, problem: null });
      if (filter !== null) {
        replaceFilter(filter);
      }
      if (area !== undefined) {
        useSelection.getState().selectArea(area.id);
      }
      await client.invalidateQueries({ queryKey: keys.archive });
      return search;
    };
    return {
      searches: list ?? [],
      nameOf: (search: KeptSearch) => search.name ?? areas?.find((area) => area.id === search.request.areaId)?.name ?? "An area that is gone",
      /** The search, once it is at hand; null when it can't be opened, which is told at the head of the results. */
      open: (id: string) => attempt(() => show(id)),
      save: (name: string) => attempt(() => ipc.saveSearch(name, useArchive.getState().filter)),
      remove: (id: string) => attempt(() => ipc.removeSearch(id)),
    };
  }, [client, areas, list]);
}

/** Opens a search that is on this computer, and shows the area it was over. */
export function useGoToSearch(): (id: string) => Promise<void> {
  const map = useMap();
  const { open } = useSavedSearches();
  return useCallback(
    async (id) => {
      const search = await open(id);
      const bounds = search === null ? null : boundsOf(search.polygon);
      if (bounds !== null) {
        map.fit(bounds);
      }
    },
    [map, open],
  );
}
