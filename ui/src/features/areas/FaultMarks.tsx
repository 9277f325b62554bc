import { useEffect, useMemo, useState } from "react";

import type { AreaReport } from "../../ipc";
import { useMap } from "../../map";
import { useAreas } from "../../shared/query";
import { useSelection } from "../../shared/session";
import styles from "./Overlay.module.css";
import { useAreasView } from "./store";

/** Nearer to the foot of the map, where the status bar is, what a mark says stands above it. */
const CALLOUT_HEIGHT = 120;

/** Faults where they are, numbered as in the panel; the one pointed out says what it is. While an area is being edited
 * they are those of its shape as it is at the moment. */
export function FaultMarks({ live }: { live: readonly AreaReport[] | null }) {
  const map = useMap();
  const areas = useAreas().data;
  const chosenId = useSelection((state) => state.areaId);
  const active = useAreasView((state) => state.activeFault);
  const pointOut = useAreasView((state) => state.pointOut);
  const chosen = areas?.find((area) => area.id === chosenId);
  const [, redraw] = useState(0);

  useEffect(
    () =>
      map.watch(() => {
        redraw((count) => count + 1);
      }),
    [map],
  );
  const faults = useMemo(() => live?.flatMap((report) => report.faults) ?? chosen?.report.faults ?? [], [live, chosen]);
  useEffect(() => {
    map.setFeatures("faults", {
      type: "FeatureCollection",
      features: faults.flatMap((fault) => (fault.at === null ? [] : [{ type: "Feature" as const, properties: {}, geometry: { type: "Point" as const, coordinates: fault.at } }])),
    });
    return () => {
      map.clearFeatures("faults");
    };
  }, [map, faults]);

  return faults.map((fault, place) => {
    const pixel = fault.at === null ? null : map.project(fault.at);
    return pixel === null ? null : (
      <div key={`${fault.code}-${String(place)}`} className={styles.faultMark} style={{ transform: `translate(${String(pixel.x)}px, ${String(pixel.y)}px)` }}>
        <button
          type="button"
          className={styles.faultDot}
          aria-label={`Fault ${String(place + 1)}: ${fault.message}`}
          onClick={() => {
            pointOut(place);
          }}
        >
          {place + 1}
        </button>
        {place === active && (
          <div className={styles.callout} data-above={pixel.y > map.height() - CALLOUT_HEIGHT}>
            <strong>{fault.message}</strong>
            <span>{fault.hint}</span>
          </div>
        )}
      </div>
    );
  });
}
