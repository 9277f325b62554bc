// How large things are in the middle of the map, at the zoom it is at.
import type { FitBoundsOptions, Map as MapLibreMap } from "maplibre-gl";

/** West, south, east, north. */
export type Bounds = [number, number, number, number];

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

/** Beyond it the world of Mercator ends: the map's middle goes no further, on the globe either. */
const MERCATOR_ENDS = 85.051129;
/** Degrees from the pole to the rim of the globe, less a little. */
const RIM = 75;
/** The share of the window that is taken by what is shown. */
const SHARE = 0.8;

type PoleView = { center: [number, number]; zoom: number };

/** Where to look to see the pole and the whole of an area that goes round it, in a window of so many pixels; null when it goes
 * round none. Only the globe has a pole. */
export function poleView([west, south, east, north]: Bounds, { clientWidth, clientHeight }: Pick<Element, "clientWidth" | "clientHeight">): PoleView | null {
  if (east - west < 360 || (south > -90 && north < 90)) {
    return null;
  }
  const pole = north >= 90 ? 90 : -90;
  const beyond = 90 - MERCATOR_ENDS;
  const reach = Math.min(RIM, beyond + (pole > 0 ? 90 - south : 90 + north));
  const radius = (Math.min(clientWidth, clientHeight) * SHARE) / 2 / Math.sin((Math.max(reach, 0.1) * Math.PI) / 180);
  const world = 2 * Math.PI * radius * Math.cos((MERCATOR_ENDS * Math.PI) / 180);
  return { center: [(west + east) / 2, Math.sign(pole) * MERCATOR_ENDS], zoom: Math.max(0, Math.log2(world / WORLD_PX)) };
}

/** Whether the whole of `bounds` is in view, on whatever turn round the earth. On the globe parallels are bent, so that the bounds of
 * the view say too little. */
export function seesWhole(map: Pick<MapLibreMap, "getContainer" | "getCenter" | "project" | "unproject">, [west, south, east, north]: Bounds): boolean {
  const { clientWidth, clientHeight } = map.getContainer();
  const turn = 360 * Math.round((map.getCenter().lng - (west + east) / 2) / 360);
  const spread = (from: number, to: number) => [0, 0.25, 0.5, 0.75, 1].map((share) => from + (to - from) * share);
  return spread(west + turn, east + turn).every((lon) =>
    spread(south, north).every((lat) => {
      const { x, y } = map.project([lon, lat]);
      const onScreen = x >= 0 && y >= 0 && x <= clientWidth && y <= clientHeight;
      // What lies behind the globe has a place on the screen too, but another place is seen there.
      return onScreen && Math.abs(map.unproject([x, y]).lat - lat) < 0.01;
    }),
  );
}

/** Flies to where the whole of `bounds` is seen, or round a pole. */
export function showWhole(map: MapLibreMap, [west, south, east, north]: Bounds, pole: PoleView | null, options: FitBoundsOptions): void {
  if (pole === null) {
    map.fitBounds([[west, south], [east, north]], options);
  } else {
    map.easeTo({ ...pole, animate: options.animate ?? true, duration: options.duration ?? 0 });
  }
}

/** Shows the earth as a globe or flat, if it is not so already. */
export function bend(map: MapLibreMap | null, globe: boolean): void {
  const type = globe ? "globe" : "mercator";
  if (map !== null && (map.getProjection() as { type?: unknown } | undefined)?.type !== type) {
    map.setProjection({ type });
  }
}
