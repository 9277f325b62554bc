import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";

import { ipc } from "../../ipc";
import type { KeptSearch } from "../../ipc";
import { boundsOf, useMap } from "../../map";
import { formatCount } from "../../shared/format";
import { keys, useAreas, useSearches } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { useArchive } from "./store";
import { areaKey, namesInWords } from "./staleness";

const GONE = "an area that is gone";

/** The areas of a search, each once, as the back end asks for them. */
const idsOf = ({ request }: KeptSearch): string[] => [...new Set([request.areaId, ...(request.furtherAreaIds ?? [])])];

/** How many scenes of a search are here: `1 scene`, or `200 of 5,000 scenes` where it was cut. */
export function scenesInWords({ received, total, unfinished }: Pick<KeptSearch, "received" | "total" | "unfinished">): string {
  if (unfinished) {
    // How many there are is not known where the program ended before the search did.
    return total > received ? `${formatCount(received)} of ${formatCount(total)} scenes` : `${formatCount(received)} scenes, not all`;
  }
  return received === 1 ? "1 scene" : `${formatCount(received)} scenes`;
}

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
    const show = async (id: string, withFilter: boolean): Promise<KeptSearch> => {
      const search = await ipc.openSearch(id);
      const { request, polygon, further, filter, total, received, missing, unfinished } = search;
      const outlines = [polygon, ...further];
      const { update, replaceFilter, unfold } = useArchive.getState();
      const outcome = { total, received, cancelled: false, unplaced: 0, flawed: 0, changed: 0, withdrawn: 0, missing, unfinished };
      // The results are for the areas as they were then: where one is another now, they show as old.
      const searched = idsOf(search).map((id, index) => ({ id, name: areas?.find((one) => one.id === id)?.name ?? GONE, key: areaKey({ id, report: { polygon: outlines[index] ?? polygon } }) }));
      unfold(false);
      update({ searched: { areas: searched, range: { from: request.dateFrom, to: request.dateTo }, outcome }, problem: null });
      if (filter !== null && withFilter) {
        replaceFilter(filter);
      }
      const there = searched.map(({ id }) => id).filter((id) => areas?.some((area) => area.id === id));
      if (there.length > 0) {
        useSelection.getState().selectAreas(there);
      }
      await client.invalidateQueries({ queryKey: keys.archive });
      return search;
    };
    return {
      searches: list ?? [],
      nameOf: (search: KeptSearch) => search.name ?? namesInWords(idsOf(search).map((id) => areas?.find((area) => area.id === id)?.name ?? GONE)),
      /** The search, once it is at hand; null when it can't be opened, which is told at the head of the results. The filter
       * that was saved with it takes the place of the present one, where it is not left as it is. */
      open: (id: string, { withFilter = true } = {}) => attempt(() => show(id, withFilter)),
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
