// What is told beside the pointer while drawing: lengths, directions and angles. Areas come from Rust.
import type { Point } from "./ground";
import { angleAt, bearing, distanceKm, ellipsoidKm, near, samePoint } from "./ground";
import { neighbours } from "./shape";
import type { EditorState } from "./state";

/** Lengths in kilometres, directions and angles in degrees. */
export type Measure =
  | { kind: "side"; km: number; bearing: number; angle: number | null }
  | { kind: "box"; width: number; height: number; bearing: number | null }
  | { kind: "radius"; km: number }
  | { kind: "corner"; before: number; after: number; angle: number };

export function measure(state: EditorState): Measure | null {
  if (state.mode === "edit") {
    const grabbed = state.gesture?.kind === "vertices" ? state.gesture.grabbed : state.selected.length === 1 ? state.selected[0] : undefined;
    const corner = grabbed === undefined ? null : neighbours(state.shape, grabbed);
    return corner === null
      ? null
      : { kind: "corner", before: ellipsoidKm(corner.before, corner.at), after: ellipsoidKm(corner.at, corner.after), angle: angleAt(corner.before, corner.at, corner.after) };
  }
  if (state.mode !== "draw" || state.cursor === null) {
    return null;
  }
  const last = state.points.at(-1);
  if (last === undefined || samePoint(last, state.cursor)) {
    return null;
  }
  const to = near(last, state.cursor);
  switch (state.tool) {
    case "freehand":
      return null;
    case "circle":
      return { kind: "radius", km: ellipsoidKm(last, to) };
    case "rectangle":
      return { kind: "box", ...boxSides(last, to), bearing: null };
    case "angled":
      return state.points.length < 2 ? side(state.points, to) : angledBox(state.points, to);
    case "line":
    case "polygon":
      return side(state.points, to);
  }
}

function side(points: readonly Point[], to: Point): Measure | null {
  const [before, last] = [points.at(-2), points.at(-1)];
  return last === undefined
    ? null
    : { kind: "side", km: ellipsoidKm(last, to), bearing: bearing(last, to), angle: before === undefined ? null : angleAt(before, last, to) };
}

/** Sides of the box between two corners; its width is that of its middle. */
function boxSides(a: Point, b: Point): { width: number; height: number } {
  const middle = (a[1] + b[1]) / 2;
  return { width: ellipsoidKm([a[0], middle], [b[0], middle]), height: ellipsoidKm([a[0], a[1]], [a[0], b[1]]) };
}

function angledBox([a, b]: readonly Point[], to: Point): Measure | null {
  if (a === undefined || b === undefined) {
    return null;
  }
  const turned = ((bearing(a, to) - bearing(a, b)) * Math.PI) / 180;
  return { kind: "box", width: ellipsoidKm(a, b), height: Math.abs(distanceKm(a, to) * Math.sin(turned)), bearing: bearing(a, b) };
}
