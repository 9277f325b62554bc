import { useEffect, useMemo, useRef, useState } from "react";

import { ipc } from "../../ipc";
import type { AreaReport } from "../../ipc";
import { liveRing, toPolygon, useEditorState } from "../../map";
import type { Point } from "../../map";

/** What Rust says of the shape under the pointer. One question at a time; only the latest shape is asked about. */
export function useLiveReport(): AreaReport | null {
  const state = useEditorState();
  const [report, setReport] = useState<AreaReport | null>(null);
  const waiting = useRef<readonly Point[] | null>(null);
  const asking = useRef(false);
  const ring = useMemo(() => liveRing(state), [state]);

  useEffect(() => {
    waiting.current = ring;
    if (asking.current) {
      return;
    }
    async function ask() {
      asking.current = true;
      while (waiting.current !== null) {
        const next = waiting.current;
        waiting.current = null;
        // A shape that cannot be measured yet simply has no figure.
        setReport(await ipc.checkArea(toPolygon(next)).catch(() => null));
      }
      asking.current = false;
    }
    void ask();
  }, [ring]);

  return ring === null ? null : report;
}
