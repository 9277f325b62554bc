import type { ImageSource, Map as MapLibreMap } from "maplibre-gl";

import { beforeId } from "./order";

/** A picture laid on its four corners: top left, top right, bottom right, bottom left. */
export type QuicklookOverlay = { url: string; corners: [number, number][]; opacity: number };

const ID = "quicklook";

/** Brings the one picture layer to what is wanted. `before` is what it shows already. */
export function showQuicklook(map: MapLibreMap, before: QuicklookOverlay | null, wanted: QuicklookOverlay | null): void {
  const present = map.getLayer(ID) !== undefined;
  const [a, b, c, d] = wanted?.corners ?? [];
  if (wanted === null || a === undefined || b === undefined || c === undefined || d === undefined) {
    if (present) {
      map.removeLayer(ID);
      map.removeSource(ID);
    }
    return;
  }
  if (!present) {
    map.addSource(ID, { type: "image", url: wanted.url, coordinates: [a, b, c, d] });
    map.addLayer({ id: ID, type: "raster", source: ID, paint: { "raster-fade-duration": 0 } }, beforeId(ID, (id) => map.getLayer(id) !== undefined));
  } else if (before?.url !== wanted.url) {
    map.getSource<ImageSource>(ID)?.updateImage({ url: wanted.url, coordinates: [a, b, c, d] });
  }
  map.setPaintProperty(ID, "raster-opacity", wanted.opacity);
}
