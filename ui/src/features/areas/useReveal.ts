import { useEffect, useRef } from "react";

import type { Area } from "../../ipc";
import { revealArea } from "./WhyNot";

/** Brings the entry of the chosen area into view when another one is chosen, and when its outline or its faults are others. It
 * belongs to the list and not to the row: a long list makes the row anew whenever it is scrolled past, and that is no news.
 * `bringNear` is for a list that has no row yet for what is out of view. */
export function useReveal(area: Area | undefined, bringNear: () => void = nothing): void {
  const near = useRef(bringNear);
  useEffect(() => {
    near.current = bringNear;
  });
  const id = area?.id;
  const said = area === undefined ? "" : [area.report.km2, area.report.vertices, ...area.report.faults.map(({ code }) => code)].join(" ");
  useEffect(() => {
    if (id === undefined) {
      return;
    }
    near.current();
    // The row is drawn with the next frame, where it was not there.
    const frame = requestAnimationFrame(() => {
      revealArea(id);
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [id, said]);
}

const nothing = () => undefined;
