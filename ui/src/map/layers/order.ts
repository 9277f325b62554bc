// Every layer of the map from the ground up. A layer that is not in this list cannot be added, so its place is always
// a decision.

export const LAYER_ORDER = [
  "sea",
  "land",
  "lakes",
  "rivers",
  "coast",
  "south-cap",
  "borders-state",
  "borders-country",
  "borders-disputed",
  "footprints",
  "pictures",
  "scene-basket",
  "scene-hover",
  "scene-over-casing",
  "scene-over",
  "scene-selected-casing",
  "scene-selected",
  "labels-state-towns",
  "labels-countries",
  "area-fill",
  "area-line",
  "area-over-casing",
  "area-over",
  "draft-fill",
  "draft-line",
  "draft-closing",
  "draft-edge",
  "draft-frame",
  "draft-crossing",
  "draft-crossing-marks",
  "draft-midpoints",
  "draft-vertices",
  "draft-snap",
  "faults",
  "polar",
] as const;

export type LayerId = (typeof LAYER_ORDER)[number];

/** The layer above which `id` must not go: the next one in the order that is on the map, or none for the top. */
export function beforeId(id: string, present: (id: string) => boolean): string | undefined {
  const place = LAYER_ORDER.indexOf(id as LayerId);
  if (place < 0) {
    throw new Error(`the layer “${id}” has no place in the order`);
  }
  return LAYER_ORDER.slice(place + 1).find(present);
}
