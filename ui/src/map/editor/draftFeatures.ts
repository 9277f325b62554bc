// What the editor's state looks like on the map, as one small GeoJSON collection.
import type { Feature, FeatureCollection, Position } from "geojson";

import { crossings } from "./crossings";
import type { EditorSession } from "./EditorSession";
import { samePoint } from "./ground";
import type { Point } from "./ground";
import { pendingOutline } from "./reducer";
import type { Ring, Shape } from "./shape";
import { countVertices, extent, midpoint, sameRef, vertices } from "./shape";
import type { Snapped } from "./snap";
import type { Drawing, Edit, EditorState } from "./state";

/** Beyond this many vertices in view handles would hide the shape and each other. */
const MOST_HANDLES = 600;

export type View = readonly [number, number, number, number];

export function draftFeatures(state: EditorState, view: View | null = null, snapped: Snapped | null = null): FeatureCollection {
  return { type: "FeatureCollection", features: [...features(state, view), ...(snapped === null ? [] : [dot("snap", snapped.at)])] };
}

/** Draws a session's shape, at most once a frame however fast the pointer is; calling it asks for another frame. */
export function draftDrawer(session: EditorSession, view: () => View | null, show: (draft: FeatureCollection) => void): () => void {
  let asked = 0;
  const redraw = () => {
    if (asked === 0) {
      asked = requestAnimationFrame(() => {
        asked = 0;
        show(draftFeatures(session.state, view(), session.snapped));
      });
    }
  };
  session.subscribe(redraw);
  return redraw;
}

function features(state: EditorState, view: View | null): Feature[] {
  switch (state.mode) {
    case "idle":
      return [];
    case "done":
      return outlines(state.shape);
    case "draw":
      return [...(state.edit === null ? [] : outlines(state.edit.shape)), ...drawing(state)];
    case "edit":
      return [...ground(state.shape), ...outlines(state.shape), ...crossed(state.shape), ...(state.grip === "whole" ? frame(state.shape) : handles(state, view))];
  }
}

function drawing(state: Drawing): Feature[] {
  const { tool, points, cursor } = state;
  const outline = pendingOutline(state);
  const dots = tool === "freehand" ? [] : points.map((point) => dot("vertex", point));
  if (tool !== "polygon" && tool !== "freehand") {
    const reached = cursor === null ? points : [...points, cursor];
    return outline === null ? [line("line", reached), ...dots] : [fill([outline]), line("line", close(outline)), ...dots];
  }
  const path = cursor === null || tool === "freehand" ? points : [...points, cursor];
  const [first, last] = [path[0], path.at(-1)];
  const closing = path.length > 2 && first !== undefined && last !== undefined && !samePoint(first, last) ? [line("closing", [last, first])] : [];
  // The closing edge is not drawn yet, so only what is drawn can cross.
  const marks = crossingMarks([path], false);
  const ground = outline !== null && crossings([outline], true).length === 0 ? [fill([outline])] : [];
  return [...ground, line("line", path), ...closing, ...marks, ...dots];
}

/** The ground a shape encloses; nothing where that is not clear. */
function ground(shape: Shape): Feature[] {
  return shape.flatMap(({ rings }) => ((rings[0]?.length ?? 0) > 2 && crossings(rings, true).length === 0 ? [fill(rings)] : []));
}

function outlines(shape: Shape): Feature[] {
  return shape.flatMap(({ rings }) => rings.map((ring) => line("edited", close(ring))));
}

function crossed(shape: Shape): Feature[] {
  return shape.flatMap(({ rings }) => crossingMarks(rings, true));
}

function crossingMarks(rings: readonly Ring[], closed: boolean): Feature[] {
  return crossings(rings, closed).flatMap(({ at, edges }) => [...edges.map((edge) => line("crossing", edge)), dot("crossing", at)]);
}

/** Handles of the vertices, and between them those that make new ones; of large shapes only what is in view. */
function handles(state: Edit, view: View | null): Feature[] {
  const few = countVertices(state.shape) <= MOST_HANDLES;
  const shown = vertices(state.shape).filter(({ at }) => few || view === null || inside(view, at));
  if (shown.length > MOST_HANDLES) {
    return [];
  }
  const middles = shown.flatMap(({ ref }) => {
    const middle = midpoint(state.shape, ref);
    return middle === null ? [] : [dot("midpoint", middle)];
  });
  return [...middles, ...shown.map(({ ref, at }) => dot("vertex", at, state.selected.some((one) => sameRef(one, ref))))];
}

function inside([west, south, east, north]: View, [lon, lat]: Point): boolean {
  const turned = lon - 360 * Math.floor((lon - west) / 360);
  return turned <= east && lat >= south && lat <= north;
}

/** The box round the whole shape: its corners scale, the handle in the middle of its upper side turns. */
export function frameHandles(shape: Shape): { corners: Point[]; turn: Point } | null {
  const box = extent(shape);
  if (box === null) {
    return null;
  }
  const [west, south, east, north] = box;
  return { corners: [[west, south], [east, south], [east, north], [west, north]], turn: [(west + east) / 2, north] };
}

function frame(shape: Shape): Feature[] {
  const handle = frameHandles(shape);
  return handle === null ? [] : [line("frame", close(handle.corners)), ...handle.corners.map((at) => dot("vertex", at)), dot("turn", handle.turn, true)];
}

const position = ([lon, lat]: Point): Position => [lon, lat];
const close = (ring: readonly Point[]): Point[] => [...ring, ...ring.slice(0, 1)];

function fill(rings: readonly Ring[]): Feature {
  return { type: "Feature", properties: { part: "fill" }, geometry: { type: "Polygon", coordinates: rings.map((ring) => close(ring).map(position)) } };
}

function line(part: string, points: readonly Point[]): Feature {
  return { type: "Feature", properties: { part }, geometry: { type: "LineString", coordinates: points.map(position) } };
}

function dot(part: string, at: Point, active = false): Feature {
  return { type: "Feature", properties: { part, active }, geometry: { type: "Point", coordinates: position(at) } };
}
