// How large things are in the middle of the map, at the zoom it is at.
import type { Map as MapLibreMap } from "maplibre-gl";

const EQUATOR_KM = 40_075.017;
/** Pixels the whole world is wide at zoom 0. */
const WORLD_PX = 512;

const narrowing = (map: MapLibreMap): number => Math.cos((map.getCenter().lat * Math.PI) / 180);

export function kmPerPixel(map: MapLibreMap): number {
  return (EQUATOR_KM * narrowing(map)) / (WORLD_PX * 2 ** map.getZoom());
}

/** So many CSS pixels east and north in degrees. */
export function degreesOf(map: MapLibreMap, east: number, north: number): { lon: number; lat: number } {
  const perPixel = 360 / (WORLD_PX * 2 ** map.getZoom());
  return { lon: east * perPixel, lat: north * perPixel * narrowing(map) };
}
