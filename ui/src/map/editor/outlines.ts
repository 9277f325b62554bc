// The outlines the drawing tools make out of a few points.
import type { Point } from "./ground";
import { bearing, destination, distanceKm, ellipsoidKm, reach, samePoint } from "./ground";

export type Tool = "polygon" | "rectangle" | "angled" | "circle" | "freehand" | "line";

const CIRCLE_VERTICES = 64;
const PARALLEL_VERTICES = 36;

/** The four corners of the box between two opposite ones, counter-clockwise. */
export function boxBetween([x1, y1]: Point, [x2, y2]: Point): Point[] {
  const [west, east] = [Math.min(x1, x2), Math.max(x1, x2)];
  const [south, north] = [Math.min(y1, y2), Math.max(y1, y2)];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

/** What is seen between west, south, east and north: a box, or all that lies round a pole that is in view. */
export function viewOutline([west, south, east, north]: readonly [number, number, number, number]): Point[] {
  const [northern, southern] = [north >= 90, south <= -90];
  if (east - west < 360 || northern === southern) {
    return boxBetween([west, south], [east, north]);
  }
  const parallel = Array.from({ length: PARALLEL_VERTICES }, (_, index): Point => [(360 * index) / PARALLEL_VERTICES - 180, northern ? south : north]);
  return northern ? parallel : parallel.reverse();
}

/** Points at the same distance over ground from a centre, counter-clockwise, longitudes unwrapped round the centre. */
export function circleAround(centre: Point, radiusKm: number): Point[] {
  return Array.from({ length: CIRCLE_VERTICES }, (_, index) => reach(centre, (-360 * index) / CIRCLE_VERTICES, radiusKm));
}

/** A rectangle on the side from `a` to `b`, as wide as `c` is away from the line through both, over ground. */
export function rectangleOn(a: Point, b: Point, c: Point): Point[] | null {
  const side = bearing(a, b);
  const turned = ((bearing(a, c) - side) * Math.PI) / 180;
  const width = distanceKm(a, c) * Math.sin(turned);
  if (samePoint(a, b) || Math.abs(width) < 1e-6) {
    return null;
  }
  const across = width > 0 ? 90 : -90;
  const [from, to] = [destination(a, side + across, Math.abs(width)), destination(b, bearing(b, a) - across, Math.abs(width))];
  return width > 0 ? [a, from, to, b] : [a, b, to, from];
}

/** How many points a tool takes before its outline stands; null where the user says when. */
export const POINTS_NEEDED: Record<Tool, number | null> = { polygon: null, freehand: null, rectangle: 2, circle: 2, angled: 3, line: 2 };

/** The outline the points stand for, or null while they are too few or too close to mean one. */
export function outlineOf(tool: Tool, points: readonly Point[]): readonly Point[] | null {
  const [a, b, c] = points;
  switch (tool) {
    case "polygon":
    case "freehand":
      return points.length >= 3 ? points : null;
    case "rectangle":
      return a === undefined || b === undefined || a[0] === b[0] || a[1] === b[1] ? null : boxBetween(a, b);
    case "line":
      return a === undefined || b === undefined || samePoint(a, b) ? null : [a, b];
    case "circle":
      return a === undefined || b === undefined || samePoint(a, b) ? null : circleAround(a, ellipsoidKm(a, b));
    case "angled":
      return a === undefined || b === undefined || c === undefined ? null : rectangleOn(a, b, c);
  }
}

const STEP = 45;

/** Where a point comes to lie when the tool is held straight: a square, or a side at a multiple of 45° to the last one. */
export function heldStraight(tool: Tool, points: readonly Point[], at: Point): Point {
  const last = points.at(-1);
  if (last === undefined || tool === "circle" || tool === "freehand") {
    return at;
  }
  if (tool === "rectangle") {
    const narrow = Math.cos((last[1] * Math.PI) / 180);
    const side = Math.max(Math.abs(at[0] - last[0]) * narrow, Math.abs(at[1] - last[1]));
    return [last[0] + (Math.sign(at[0] - last[0]) * side) / narrow, last[1] + Math.sign(at[1] - last[1]) * side];
  }
  const before = points.at(-2);
  const zero = before === undefined ? 0 : bearing(last, before);
  const turned = bearing(last, at) - zero;
  const held = Math.round(turned / STEP) * STEP;
  return destination(last, zero + held, Math.abs(distanceKm(last, at) * Math.cos(((turned - held) * Math.PI) / 180)));
}

/** Leaves out the points of a drawn line that lie within `tolerance` degrees of it (Douglas and Peucker), on a stack of
 * its own so that a long line cannot exhaust the call stack. */
export function thinned(points: readonly Point[], tolerance: number): Point[] {
  const keep = new Set([0, points.length - 1]);
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [from, to] = span;
    let [farthest, most] = [-1, tolerance];
    for (let index = from + 1; index < to; index += 1) {
      const away = distanceToSegment(points[index], points[from], points[to]);
      if (away > most) {
        [farthest, most] = [index, away];
      }
    }
    if (farthest > 0) {
      keep.add(farthest);
      spans.push([from, farthest], [farthest, to]);
    }
  }
  return points.filter((_, index) => keep.has(index));
}

function distanceToSegment(point: Point | undefined, a: Point | undefined, b: Point | undefined): number {
  if (point === undefined || a === undefined || b === undefined) {
    return 0;
  }
  const narrow = Math.cos((a[1] * Math.PI) / 180);
  const [x, y] = [(b[0] - a[0]) * narrow, b[1] - a[1]];
  const [px, py] = [(point[0] - a[0]) * narrow, point[1] - a[1]];
  const length = x * x + y * y;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, (px * x + py * y) / length));
  return Math.hypot(px - share * x, py - share * y);
}
