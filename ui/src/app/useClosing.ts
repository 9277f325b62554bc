import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { ipc, onEvent, type ActUnderWay } from "../ipc";
import { keys } from "../shared/query";

/** How often it is looked whether the answer is in the record. */
const LOOK_MS = 1000;
/** For so long it is said that the answer came; a window that is still there then was kept open. */
export const DONE_MS = 3000;
/** After so long a person may end the program although the outcome will not be known. */
export const PATIENCE_MS = 30_000;

export type Closing = {
  /** What is under way; `null` while the window is not waiting to close. */
  acts: ActUnderWay[] | null;
  /** From when on it may be ended anyway, in milliseconds of this computer's clock. */
  mayEndAt: number;
  stay: () => void;
};

/** The window that was asked to close and waits: the shell closes it by itself once nothing is under way. */
export function useClosing(): Closing {
  const [since, setSince] = useState<number | null>(null);
  useEffect(
    () =>
      onEvent("closingWaits", () => {
        // Asked again meanwhile, the time a person has waited goes on.
        setSince((before) => before ?? Date.now());
      }),
    [],
  );
  const acts = useQuery({ queryKey: keys.actsUnderWay, queryFn: () => ipc.actsUnderWay(), enabled: since !== null, refetchInterval: LOOK_MS, staleTime: 0, gcTime: 0 });
  const done = since !== null && acts.data?.length === 0;
  useEffect(() => {
    if (!done) {
      return;
    }
    const timer = setTimeout(() => {
      setSince(null);
    }, DONE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [done]);
  return {
    acts: since === null ? null : (acts.data ?? []),
    mayEndAt: (since ?? 0) + PATIENCE_MS,
    stay: () => {
      setSince(null);
      void ipc.keepOpen();
    },
  };
}
