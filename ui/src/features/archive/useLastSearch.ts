import { useEffect, useRef } from "react";

import { useAreas } from "../../shared/query";
import { useArchive } from "./store";
import { useSavedSearches } from "./useSavedSearches";

/** Brings back the search of the last time, once, so that the day begins where the one before ended. It asks nobody. The filter
 * is that of the last time already: one that was saved with the search may be older. */
export function useLastSearch(): void {
  const { searches, open } = useSavedSearches();
  const areas = useAreas().data;
  const opened = useRef(false);
  const last = searches.find((search) => search.received > 0);

  useEffect(() => {
    if (opened.current || last === undefined || areas === undefined) {
      return;
    }
    opened.current = true;
    const { searched, running } = useArchive.getState();
    if (searched === null && !running) {
      void open(last.id, { withFilter: false });
    }
  }, [last, areas, open]);
}
