import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import { keys } from "../../shared/query";
import { useArchive } from "./store";

/** Counts behind the histograms, the calendar and the funnel; empty until a search has begun. */
export function useFacets() {
  const filter = useArchive((state) => state.filter);
  const searched = useArchive((state) => state.searched !== null);
  return useQuery({ queryKey: keys.facets(filter), queryFn: () => ipc.describeScenes(filter), enabled: searched, placeholderData: keepPreviousData });
}
