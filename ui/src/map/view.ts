// How large things are in the middle of the map, at the zoom it is at.
import type { FitBoundsOptions, Map as MapLibreMap } from "maplibre-gl";

import { angleBetween } from "./editor/ground";
import { MERCATOR_ENDS } from "./layers/beyond";

/** Room round what is shown whole, in CSS pixels. */
export const PADDING = { top: 60, bottom: 84, left: 60, right: 60 };

/** West, south, east, north. */
export type Bounds = [number, number, number, number];

const EQUATOR_KM = 40_075.017;
/** Pixels the whole world is wide at zoom 0. */
const WORLD_PX = 512;
const RADIANS = Math.PI / 180;
/** Beside a pole a step east would go round the earth; it goes this share of it at most. */
const LEAST_PARALLEL = 0.01;

/** How much narrower than at the equator the earth is drawn; near the poles the globe keeps the size that it has where tiles end. */
const narrowingAt = (lat: number): number => Math.cos(Math.min(Math.abs(lat), MERCATOR_ENDS) * RADIANS);
const narrowing = (map: MapLibreMap): number => narrowingAt(map.getCenter().lat);

export function kmPerPixel(map: MapLibreMap): number {
  return (EQUATOR_KM * narrowing(map)) / (WORLD_PX * 2 ** map.getZoom());
}

/** So many CSS pixels east and north in degrees. */
export function degreesOf(map: MapLibreMap, east: number, north: number): { lon: number; lat: number } {
  const lat = (narrowing(map) * 360) / (WORLD_PX * 2 ** map.getZoom());
  return { lon: (east * lat) / Math.max(LEAST_PARALLEL, Math.cos(map.getCenter().lat * RADIANS)), lat: north * lat };
}

/** Degrees from the middle of the globe to its rim, less a little. */
const RIM = 75;
/** The share of the window that is taken by what is shown. */
const SHARE = 0.8;
/** From eleven on MapLibre makes its globe flat. */
const NEAREST_GLOBE = 10;

type PolarView = { center: [number, number]; zoom: number };

/** Where to look to see the whole of what lies round a pole or beyond the edge of the flat map, in a window of so many pixels; null
 * for anything else. Only the globe shows it. */
export function polarView([west, south, east, north]: Bounds, { clientWidth, clientHeight }: Pick<Element, "clientWidth" | "clientHeight">): PolarView | null {
  if (north <= MERCATOR_ENDS && south >= -MERCATOR_ENDS) {
    return null;
  }
  const round = east - west >= 360;
  const pole = north > MERCATOR_ENDS ? 90 : -90;
  const half = Math.min(clientWidth, clientHeight) / 2;
  /** The zoom at which so much of the globe's radius is so many pixels long, seen from above a latitude. */
  const zoomAt = (lat: number, radii: number, pixels: number) => Math.log2((2 * Math.PI * (pixels / radii) * narrowingAt(lat)) / WORLD_PX);
  // MapLibre lets the middle of the map go to the pole as long as all that lies beyond the flat map has room in the window.
  const allBeyond = zoomAt(pole, (90 - MERCATOR_ENDS) * RADIANS, half * 0.99);
  const seenFrom = (lat: number): PolarView & { size: number } => {
    const center: [number, number] = [(west + east) / 2, lat];
    const corners = [west, (west + east) / 2, east].flatMap((lon) => [[lon, south] as [number, number], [lon, north] as [number, number]]);
    const reach = Math.min(RIM, Math.max(0.01, ...corners.map((corner) => angleBetween(center, corner) / RADIANS)));
    const zoom = Math.min(Math.abs(lat) > MERCATOR_ENDS ? allBeyond : NEAREST_GLOBE, zoomAt(lat, Math.sin(reach * RADIANS), half * SHARE));
    return { center, zoom, size: 2 ** zoom / narrowingAt(lat) };
  };
  const [there, edge] = [seenFrom(round ? pole : (south + north) / 2), seenFrom(Math.sign(pole) * MERCATOR_ENDS)];
  const { center, zoom } = edge.size > there.size ? edge : there;
  return { center, zoom };
}

type Projecting = Pick<MapLibreMap, "project" | "unproject">;

/** Where a place is on the screen, in CSS pixels from the map's upper left corner; null where it is not to be seen, however large the
 * window: what lies behind the globe has a place on the screen too, but another place is seen there. */
export function screenPlace(map: Projecting, [lon, lat]: readonly [number, number]): { x: number; y: number } | null {
  const { x, y } = map.project([lon, lat]);
  return Math.abs(map.unproject([x, y]).lat - lat) < 0.01 ? { x, y } : null;
}

/** Whether the whole of `bounds` is in view, on whatever turn round the earth; `covered` CSS pixels at the right lie under a drawer. On
 * the globe parallels are bent, so that the bounds of the view say too little. */
export function seesWhole(map: Projecting & Pick<MapLibreMap, "getContainer" | "getCenter">, [west, south, east, north]: Bounds, covered = 0): boolean {
  const { clientWidth, clientHeight } = map.getContainer();
  const turn = 360 * Math.round((map.getCenter().lng - (west + east) / 2) / 360);
  const spread = (from: number, to: number) => [0, 0.25, 0.5, 0.75, 1].map((share) => from + (to - from) * share);
  return spread(west + turn, east + turn).every((lon) =>
    spread(south, north).every((lat) => {
      const place = screenPlace(map, [lon, lat]);
      return place !== null && place.x >= 0 && place.y >= 0 && place.x <= clientWidth - covered && place.y <= clientHeight;
    }),
  );
}

/** Flies to where the whole of `bounds` is seen beside a drawer that covers so many CSS pixels at the right, or near a pole. */
export function showWhole(map: MapLibreMap, [west, south, east, north]: Bounds, polar: PolarView | null, covered: number, options: FitBoundsOptions): void {
  if (polar === null) {
    map.fitBounds([[west, south], [east, north]], { ...options, padding: { ...PADDING, right: PADDING.right + covered } });
  } else {
    map.easeTo({ ...polar, offset: [-covered / 2, 0], animate: options.animate ?? true, duration: options.duration ?? 0 });
  }
}

/** Shows the earth as a globe or flat, if it is not so already. */
export function bend(map: MapLibreMap | null, globe: boolean): void {
  const type = globe ? "globe" : "mercator";
  if (map !== null && (map.getProjection() as { type?: unknown } | undefined)?.type !== type) {
    map.setProjection({ type });
    map.getContainer().dataset["globe"] = String(globe);
  }
}
