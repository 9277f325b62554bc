// Where the pointer comes to lie when it is near something that is there: vertices first, then edges.
import type { Point } from "./ground";
import { near, round } from "./ground";

export type Pixel = { x: number; y: number };

/** What can be snapped to: single points, and lines of which every point counts. */
export type SnapTargets = { points: readonly Point[]; segments: readonly (readonly [Point, Point])[] };

export type Snapped = { at: Point; to: "vertex" | "edge" };

/** How near in pixels something has to be to draw the pointer to it. */
export const SNAP_REACH = 9;

/** Whether anything between two points can lie within so many pixels of a place: a quick look in degrees, so that only what
 * is near has to be projected. */
export function closeTo(at: Point, pixels: number, project: (point: Point) => Pixel): (a: Point, b: Point) => boolean {
  const [here, beside] = [project(at), project([at[0] + 1e-3, at[1]])];
  // A degree of latitude is never shorter on the map than one of longitude, so this is far enough both ways.
  const reach = (pixels * 1e-3) / Math.max(1e-9, Math.abs(beside.x - here.x));
  return (a, b) => {
    const [from, to] = [near(at, a), near(at, b)];
    return (
      Math.min(from[0], to[0]) <= at[0] + reach && Math.max(from[0], to[0]) >= at[0] - reach && Math.min(from[1], to[1]) <= at[1] + reach && Math.max(from[1], to[1]) >= at[1] - reach
    );
  };
}

/** The nearest vertex within reach, else the nearest place on an edge, else null. */
export function snap(pointer: Pixel, at: Point, targets: SnapTargets, project: (point: Point) => Pixel): Snapped | null {
  const close = closeTo(at, SNAP_REACH, project);
  let best: Point | null = null;
  let reach = SNAP_REACH;
  for (const point of targets.points.filter((one) => close(one, one))) {
    const pixel = project(point);
    const away = Math.hypot(pixel.x - pointer.x, pixel.y - pointer.y);
    if (away < reach) {
      [best, reach] = [point, away];
    }
  }
  if (best !== null) {
    return { at: best, to: "vertex" };
  }
  for (const [from, to] of targets.segments.filter(([a, b]) => close(a, b))) {
    const [a, b] = [project(from), project(to)];
    const [x, y] = [b.x - a.x, b.y - a.y];
    const length = x * x + y * y;
    const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((pointer.x - a.x) * x + (pointer.y - a.y) * y) / length));
    const away = Math.hypot(pointer.x - a.x - share * x, pointer.y - a.y - share * y);
    if (away < reach) {
      [best, reach] = [[round(from[0] + share * (to[0] - from[0])), round(from[1] + share * (to[1] - from[1]))], away];
    }
  }
  return best === null ? null : { at: best, to: "edge" };
}
