import { useQuery } from "@tanstack/react-query";
import type { Feature } from "geojson";
import { useEffect, useMemo } from "react";

import { imageUrl, ipc, readFootprints } from "../../ipc";
import type { MapPointer } from "../../map";
import { useMap } from "../../map";
import { keys, useBasket } from "../../shared/query";
import { useArchive } from "../archive";
import { useResults } from "./store";
import { useScene } from "./useScene";

const ring = (coordinates: [number, number][][]): Feature => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: coordinates[0] ?? [] } });
const collection = (features: Feature[]) => ({ type: "FeatureCollection" as const, features });

/** Brings scenes onto the map, and what is pointed at on the map into the list. Draws nothing itself. As `guides` their
 * outlines can be seen and snapped to while an area is drawn. */
export function SceneMapLayers({ visible, guides }: { visible: boolean; guides: boolean }) {
  useFootprints(visible || guides);
  useOutlines(visible || guides);
  useQuicklook(visible);
  usePointing(visible);
  return null;
}

function useFootprints(visible: boolean) {
  const map = useMap();
  const filter = useArchive((state) => state.filter);
  const searched = useArchive((state) => state.searched !== null);
  const { data } = useQuery({
    queryKey: keys.footprints(filter),
    queryFn: async () => readFootprints(filter, (await ipc.readScenes(filter, [], 0, 0)).revision),
    enabled: searched && visible,
    // Buffers are megabytes; the map holds the one in use.
    gcTime: 0,
    structuralSharing: false,
    placeholderData: (previous: ArrayBuffer | undefined) => previous,
  });
  useEffect(() => {
    map.setFootprints(visible && data !== undefined ? data : null);
  }, [map, data, visible]);
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

function useQuicklook(visible: boolean) {
  const map = useMap();
  const selectedId = useResults((state) => state.selectedId);
  const { shown, opacity } = useResults((state) => state.quicklook);
  const row = useScene(selectedId).data?.row;
  const corners = row?.corners ?? null;
  const id = row?.id;
  useEffect(() => {
    map.setQuicklook(
      visible && shown && selectedId !== null && id !== undefined && corners !== null ? { url: imageUrl(`quicklook/${encodeURIComponent(id)}`), corners, opacity } : null,
    );
  }, [map, visible, shown, opacity, selectedId, id, corners]);
}

function usePointing(visible: boolean) {
  const map = useMap();
  const searched = useArchive((state) => state.searched !== null);
  useEffect(() => {
    if (!visible || !searched) {
      return;
    }
    const { hover, select, setUnder } = useResults.getState();
    const scenesAt = (pointer: MapPointer) => ipc.scenesAt(wrap(pointer.lon), pointer.lat, useArchive.getState().filter);

    map.handleClick((pointer) => {
      void scenesAt(pointer).then((rows) => {
        setUnder(rows.length > 1 ? { x: pointer.x, y: pointer.y, rows } : null);
        const only = rows[0];
        if (rows.length === 1 && only !== undefined) {
          select(only.id);
        }
      }, useResults.getState().report);
    });
    // One question at a time, always about where the pointer is last.
    let wanted: MapPointer | null = null;
    let asking = false;
    let inside = false;
    let pointedAt: string | null = null;
    const point = (id: string | null) => {
      // The list may have set its own in the meantime, which is not ours to clear.
      if (id !== null || useResults.getState().hoverId === pointedAt) {
        hover(id);
      }
      pointedAt = id;
    };
    const stop = map.watchPointer((pointer) => {
      wanted = pointer;
      inside = pointer !== null && !map.editor.active;
      if (!inside) {
        point(null);
        return;
      }
      if (asking) {
        return;
      }
      asking = true;
      void (async () => {
        while (wanted !== null) {
          const at: MapPointer = wanted;
          wanted = null;
          const rows = await scenesAt(at).catch(() => []);
          if (inside) {
            point(rows[0]?.id ?? null);
          }
        }
        asking = false;
      })();
    });
    return () => {
      stop();
      map.handleClick(null);
      point(null);
    };
  }, [map, visible, searched]);
}

const wrap = (lon: number) => ((((lon + 180) % 360) + 360) % 360) - 180;
