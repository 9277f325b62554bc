import { useEffect } from "react";

import type { Area } from "../../ipc";
import { partAt, toRings, useMap } from "../../map";
import { useAreasHabits } from "./store";
import type { AreaActions } from "./useAreaActions";

/** The smallest shown area that a place lies in, so that one inside another can be reached. */
export function areaAt(areas: readonly Area[], hidden: readonly string[], lon: number, lat: number): Area | null {
  return (
    areas
      .filter((area) => !hidden.includes(area.id) && partAt([{ areaId: area.id, rings: toRings(area.report.polygon) }], [lon, lat]) !== null)
      .sort((a, b) => a.report.km2 - b.report.km2)[0] ?? null
  );
}

/** Areas that are not on the map. */
export function unseen(): readonly string[] {
  const { hidden, putAway } = useAreasHabits.getState();
  return [...hidden, ...putAway];
}

/** A click on an area of the map chooses it in the list. */
export function useMapPicking(enabled: boolean, areas: readonly Area[] | undefined, choose: AreaActions["choose"]): void {
  const map = useMap();
  useEffect(() => {
    if (!enabled) {
      return;
    }
    map.handleClick(({ lon, lat }) => {
      const area = areaAt(areas ?? [], unseen(), lon, lat);
      if (area !== null) {
        choose(area, false);
      }
    });
    return () => {
      map.handleClick(null);
    };
  }, [map, enabled, areas, choose]);
}
