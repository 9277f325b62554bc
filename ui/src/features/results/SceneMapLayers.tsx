import type { Feature } from "geojson";
import { useEffect, useMemo } from "react";

import { useMap } from "../../map";
import { useBasket } from "../../shared/query";
import { useResults } from "./store";
import { useFootprints } from "./useFootprints";
import { usePictures } from "./usePictures";
import { usePointing } from "./usePointing";
import { useScene } from "./useScene";

const ring = (coordinates: [number, number][][]): Feature => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: coordinates[0] ?? [] } });
const collection = (features: Feature[]) => ({ type: "FeatureCollection" as const, features });

/** Brings scenes onto the map, and what is pointed at on the map into the list. Draws nothing itself. As `guides` their
 * outlines can be seen and snapped to while an area is drawn. */
export function SceneMapLayers({ visible, guides }: { visible: boolean; guides: boolean }) {
  useFootprints(visible || guides);
  useOutlines(visible || guides);
  usePictures(visible);
  usePointing(visible);
  return null;
}

function useOutlines(visible: boolean) {
  const map = useMap();
  const { selectedId, hoverId } = useResults();
  const selected = useScene(selectedId).data?.footprint;
  const hovered = useScene(hoverId).data?.footprint;
  const basket = useBasket().data;

  const inBasket = useMemo(
    () =>
      collection(
        (basket?.groups ?? []).flatMap((group) =>
          group.items.flatMap(({ scene: { corners } }) => (corners === null ? [] : [ring([[...corners, ...corners.slice(0, 1)]])])),
        ),
      ),
    [basket],
  );
  useEffect(() => {
    map.setFeatures("scene-basket", visible ? inBasket : collection([]));
  }, [map, inBasket, visible]);
  useEffect(() => {
    map.setFeatures("scene-selected", collection(visible && selectedId !== null && selected != null ? [ring(selected.coordinates)] : []));
  }, [map, selected, selectedId, visible]);
  useEffect(() => {
    map.setFeatures("scene-hover", collection(visible && hoverId !== null && hoverId !== selectedId && hovered != null ? [ring(hovered.coordinates)] : []));
  }, [map, hovered, hoverId, selectedId, visible]);
}
