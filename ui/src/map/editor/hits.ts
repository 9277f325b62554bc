// What of the editor's shape lies under the pointer.
import { frameHandles } from "./draftFeatures";
import type { Point } from "./ground";
import { neighbours, partAt, vertices } from "./shape";
import type { Shape, VertexRef } from "./shape";
import { closeTo } from "./snap";
import type { Pixel } from "./snap";
import type { EditorState, Hit } from "./state";

/** How near in pixels the pointer has to be to mean a handle, or an edge. */
const REACH = 9;
const EDGE_REACH = 6;
/** Midpoints closer than this to the ends of their edge would be in the way of these. */
const SHORTEST_EDGE = 26;

export function hitTest(state: EditorState, pointer: Pixel, at: Point, project: (point: Point) => Pixel): Hit | null {
  const away = (point: Point) => distance(pointer, project(point));
  if (state.mode === "draw") {
    // Only the ends of an outline mean something while it is drawn: the first closes it, the last is no new point.
    const ends = [0, state.points.length - 1].filter((index) => state.points[index] !== undefined && away(state.points[index]) < REACH);
    const index = ends[0];
    return state.tool === "polygon" && index !== undefined ? { kind: "vertex", ref: { part: 0, ring: 0, index } } : null;
  }
  if (state.mode !== "edit") {
    return null;
  }
  return (state.grip === "whole" ? onFrame(state.shape, away) : onOutline(state.shape, pointer, at, project)) ?? onGround(state.shape, at);
}

const distance = (a: Pixel, b: Pixel): number => Math.hypot(a.x - b.x, a.y - b.y);

function onGround(shape: Shape, at: Point): Hit | null {
  const part = partAt(shape, at);
  return part === null ? null : { kind: "inside", part };
}

function onFrame(shape: Shape, away: (point: Point) => number): Hit | null {
  const frame = frameHandles(shape);
  if (frame === null) {
    return null;
  }
  return away(frame.turn) < REACH ? { kind: "turn" } : frame.corners.some((corner) => away(corner) < REACH) ? { kind: "scale" } : null;
}

function onOutline(shape: Shape, pointer: Pixel, at: Point, project: (point: Point) => Pixel): Hit | null {
  let vertex: { ref: VertexRef; away: number } | null = null;
  let middle: { ref: VertexRef; away: number } | null = null;
  let edge: { ref: VertexRef; away: number } | null = null;
  const close = closeTo(at, REACH, project);
  for (const { ref } of vertices(shape)) {
    const ends = neighbours(shape, ref);
    if (ends === null || !close(ends.at, ends.after)) {
      continue;
    }
    const [from, to] = [project(ends.at), project(ends.after)];
    vertex = nearer(vertex, ref, distance(pointer, from), REACH);
    if (distance(from, to) > SHORTEST_EDGE) {
      middle = nearer(middle, ref, distance(pointer, { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }), REACH);
    }
    edge = nearer(edge, ref, toSegment(pointer, from, to), EDGE_REACH);
  }
  if (vertex !== null) {
    return { kind: "vertex", ref: vertex.ref };
  }
  return middle !== null ? { kind: "midpoint", ref: middle.ref } : edge !== null ? { kind: "edge", ref: edge.ref } : null;
}

function nearer(best: { ref: VertexRef; away: number } | null, ref: VertexRef, away: number, reach: number) {
  return away < (best?.away ?? reach) ? { ref, away } : best;
}

function toSegment(pointer: Pixel, a: Pixel, b: Pixel): number {
  const [x, y] = [b.x - a.x, b.y - a.y];
  const length = x * x + y * y;
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((pointer.x - a.x) * x + (pointer.y - a.y) * y) / length));
  return Math.hypot(pointer.x - a.x - share * x, pointer.y - a.y - share * y);
}
