import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import type { SceneFilter, SceneRow, Sort } from "../../ipc";
import { keys } from "../../shared/query";

const PAGE = 60;

/** Windows onto the rows the back end holds: the first always, the others as far as they are looked at. */
export function useSceneRows(filter: SceneFilter, sort: Sort[], enabled: boolean, from: number, to: number) {
  const query = (page: number) => ({
    queryKey: keys.scenes(filter, sort, page),
    queryFn: () => ipc.readScenes(filter, sort, page * PAGE, PAGE),
    enabled,
    placeholderData: keepPreviousData,
  });
  const first = useQuery(query(0));
  const pages = Array.from({ length: Math.floor(Math.max(0, to) / PAGE) - Math.floor(from / PAGE) + 1 }, (_, index) => Math.floor(from / PAGE) + index);
  const windows = useQueries({ queries: pages.map(query) });
  const byPage = new Map(pages.map((page, index) => [page, windows[index]?.data?.rows]));
  byPage.set(0, first.data?.rows);

  return {
    matched: first.data?.matched ?? 0,
    total: first.data?.total ?? 0,
    pending: first.isPending && enabled,
    error: first.error,
    rowAt: (index: number): SceneRow | undefined => byPage.get(Math.floor(index / PAGE))?.[index % PAGE],
    /** Place of a scene among the rows that are loaded, or -1. */
    indexOf: (id: string): number => {
      for (const [page, rows] of byPage) {
        const index = rows?.findIndex((row) => row.id === id) ?? -1;
        if (index >= 0) {
          return page * PAGE + index;
        }
      }
      return -1;
    },
  };
}
