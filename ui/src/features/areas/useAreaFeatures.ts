import { useEffect, useMemo } from "react";

import type { Area } from "../../ipc";
import { useEditor, useMap } from "../../map";
import { useSelection } from "../../shared/session";
import { useAreasHabits } from "./store";

/** The areas on the map: those shown, without what the editor draws itself. */
export function useAreaFeatures(areas: readonly Area[] | undefined, chosenId: string | null): void {
  const map = useMap();
  const { hidden, putAway } = useAreasHabits();
  // Those that are searched together are chosen together.
  const also = useSelection((state) => state.alsoAreaIds);
  const edited = useEditor((state) => {
    const edit = state.mode === "draw" ? state.edit : state.mode === "edit" || state.mode === "done" ? state : null;
    return edit?.shape.map(({ areaId }) => areaId).join() ?? "";
  });

  const features = useMemo(() => {
    const inEditor = edited.split(",");
    return {
      type: "FeatureCollection" as const,
      features: (areas ?? [])
        .filter(({ id }) => !inEditor.includes(id) && !hidden.includes(id) && !putAway.includes(id))
        .map((area) => ({
          type: "Feature" as const,
          properties: { id: area.id, chosen: area.id === chosenId || also.includes(area.id), sound: area.report.orderable, color: area.color },
          geometry: area.report.polygon,
        })),
    };
  }, [areas, chosenId, also, edited, hidden, putAway]);
  useEffect(() => {
    map.setFeatures("areas", features);
  }, [map, features]);
}
