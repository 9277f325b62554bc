import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { ipc } from "../../ipc";
import type { KeptSearch } from "../../ipc";
import { keys, useAreas } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { useArchive } from "./store";
import { areaKey } from "./useSearch";

/** Searches that are on this computer: listed, opened without asking the archive, named, removed. */
export function useSavedSearches() {
  const client = useQueryClient();
  const areas = useAreas().data;
  const list = useQuery({ queryKey: keys.searches, queryFn: () => ipc.listSearches() }).data;

  return useMemo(() => {
    const attempt = async (work: () => Promise<unknown>) => {
      try {
        await work();
        await client.invalidateQueries({ queryKey: keys.searches });
      } catch (error) {
        useArchive.getState().update({ problem: error });
      }
    };
    const show = async (id: string) => {
      const { request, polygon, filter, total, received } = await ipc.openSearch(id);
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
    };
    return {
      searches: list ?? [],
      nameOf: (search: KeptSearch) => search.name ?? areas?.find((area) => area.id === search.request.areaId)?.name ?? "An area that is gone",
      open: (id: string) => attempt(() => show(id)),
      save: (name: string) => attempt(() => ipc.saveSearch(name, useArchive.getState().filter)),
      remove: (id: string) => attempt(() => ipc.removeSearch(id)),
    };
  }, [client, areas, list]);
}
