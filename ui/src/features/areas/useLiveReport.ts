import { useEffect, useMemo, useRef, useState } from "react";

import { ipc } from "../../ipc";
import type { AreaReport } from "../../ipc";
import { liveShape, toPolygon, useEditorState } from "../../map";
import type { Shape } from "../../map";
import { clearKm2 } from "./size";

/** What Rust says of the shape as it is under the pointer, one report a part. One question at a time; only the latest
 * shape is asked about. */
export function useLiveReport(): readonly AreaReport[] | null {
  const state = useEditorState();
  const [reports, setReports] = useState<readonly AreaReport[] | null>(null);
  const waiting = useRef<Shape | null>(null);
  const asking = useRef(false);
  const shape = useMemo(() => liveShape(state), [state]);

  useEffect(() => {
    waiting.current = shape;
    if (asking.current) {
      return;
    }
    async function ask() {
      asking.current = true;
      while (waiting.current !== null) {
        const next = waiting.current;
        waiting.current = null;
        // A shape that cannot be measured yet simply has no figure.
        setReports(await Promise.all(next.map(({ rings }) => ipc.checkArea(toPolygon(rings)))).catch(() => null));
      }
      asking.current = false;
    }
    void ask();
  }, [shape]);

  return shape === null ? null : reports;
}

type Sum = { km2: number | null; perimeterKm: number; vertices: number };

/** The figures of all parts together; without a size where that of one of them is not clear. */
export function sumOf(reports: readonly AreaReport[]): Sum {
  return reports.reduce<Sum>(
    (sum, report) => {
      const km2 = clearKm2(report);
      return { km2: sum.km2 === null || km2 === null ? null : sum.km2 + km2, perimeterKm: sum.perimeterKm + report.perimeterKm, vertices: sum.vertices + report.vertices };
    },
    { km2: 0, perimeterKm: 0, vertices: 0 },
  );
}
