// What the editor's pointer may snap to: its own vertices, other areas, and the outlines of scenes on the map.
import type { FeatureCollection } from "geojson";

import { paths } from "../layers/beyond";
import { mercatorY } from "../layers/eye";
import { ITEM_NUMBERS } from "../layers/footprintBuffer";
import type { Footprints, Outlines } from "../layers/footprintBuffer";
import type { Point } from "./ground";
import { SNAP_REACH } from "./snap";
import type { SnapTargets } from "./snap";
import { sameRef, vertices } from "./shape";
import type { EditorState } from "./state";

/** The editor's own vertices that stand still. Of an outline being drawn the last one does not count: a point on it
 * would be no point. */
export function ownTargets(state: EditorState): SnapTargets {
  if (state.mode === "draw") {
    const points = state.tool === "polygon" ? state.points.slice(0, -1) : [];
    return { points: [...points, ...(state.edit === null ? [] : vertices(state.edit.shape).map(({ at }) => at))], segments: [] };
  }
  if (state.mode === "edit" && state.gesture?.kind === "vertices") {
    const { grabbed } = state.gesture;
    const moving = [grabbed, ...state.selected];
    return { points: vertices(state.shape).filter(({ ref }) => !moving.some((one) => sameRef(one, ref))).map(({ at }) => at), segments: [] };
  }
  return { points: [], segments: [] };
}

/** Vertices and edges of the lines and polygons of a collection. */
export function featureTargets(collections: readonly FeatureCollection[]): SnapTargets {
  const lines: Point[][] = collections
    .flatMap(({ features }) => features.flatMap(paths))
    .filter(({ length }) => length > 1)
    .map((positions) => positions.map(([lon = 0, lat = 0]) => [lon, lat] as const));
  return {
    points: lines.flat(),
    segments: lines.flatMap((points) => points.slice(1).map((to, index) => [points[index] ?? to, to] as const)),
  };
}

/** The vertices and edges of a collection, worked out once for as long as it is on the map. */
const known = new WeakMap<FeatureCollection, SnapTargets>();

function targetsOf(collection: FeatureCollection): SnapTargets {
  const found = known.get(collection) ?? featureTargets([collection]);
  known.set(collection, found);
  return found;
}

/** All that a point near `at` may snap to besides the shape itself; `scenes` are the footprints of the scenes found. */
export function targetsNear(at: Point, lines: readonly FeatureCollection[], scenes: Footprints | null, zoom: number): SnapTargets {
  const all = lines.map(targetsOf);
  const found = scenes?.kind !== "outlines" ? { points: [], segments: [] } : footprintTargets(scenes, at, SNAP_REACH / (512 * 2 ** zoom));
  return { points: [...all.flatMap(({ points }) => points), ...found.points], segments: [...all.flatMap(({ segments }) => segments), ...found.segments] };
}

/** More segments than this near one place are a stack in which no single one can be meant. */
const MOST_NEAR = 400;

/** The sides of found footprints that come within `reach`, a length of the map's whole world, of a place. */
export function footprintTargets({ origin, corners }: Pick<Outlines, "origin" | "corners">, at: Point, reach: number): SnapTargets {
  const x = (at[0] + 180) / 360 - origin[0];
  const y = mercatorY(at[1]) - origin[1];
  const found: (readonly [Point, Point])[] = [];
  for (let item = 0; item < corners.length && found.length < MOST_NEAR; item += ITEM_NUMBERS) {
    for (let index = item; index + 3 < item + ITEM_NUMBERS; index += 2) {
      const [x0, y0, x1, y1] = [corners[index] ?? 0, corners[index + 1] ?? 0, corners[index + 2] ?? 0, corners[index + 3] ?? 0];
      if (Math.min(x0, x1) <= x + reach && Math.max(x0, x1) >= x - reach && Math.min(y0, y1) <= y + reach && Math.max(y0, y1) >= y - reach) {
        found.push([place(origin, x0, y0), place(origin, x1, y1)]);
      }
    }
  }
  return { points: found.flat(), segments: found };
}

function place(origin: readonly [number, number], x: number, y: number): Point {
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * (origin[1] + y)))) * 180) / Math.PI;
  return [(origin[0] + x) * 360 - 180, lat];
}
