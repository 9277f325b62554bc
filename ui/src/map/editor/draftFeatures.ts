// What the editor's state looks like on the map, as one small GeoJSON collection.
import type { Feature, FeatureCollection, Position } from "geojson";

import { crossingEdges, midpoint } from "./geometry";
import type { Point } from "./geometry";
import type { EditorState } from "./reducer";
import { shapeBetween } from "./reducer";

/** Beyond this many vertices handles would hide the shape; it can still be simplified by its mend. */
const MOST_HANDLES = 600;

export function draftFeatures(state: EditorState): FeatureCollection {
  return { type: "FeatureCollection", features: features(state) };
}

function features(state: EditorState): Feature[] {
  switch (state.mode) {
    case "idle":
      return [];
    case "done":
      return [line("edited", close(state.ring))];
    case "polygon": {
      const path = state.cursor === null ? state.points : [...state.points, state.cursor];
      const [first, last] = [path[0], path.at(-1)];
      const closing = path.length > 2 && first !== undefined && last !== undefined ? [line("closing", [last, first])] : [];
      return [...inside(path), line("line", path), ...crossings(path, false), ...closing, ...state.points.map((point) => dot("vertex", point))];
    }
    case "rectangle":
    case "circle": {
      const ring = state.start === null || state.cursor === null ? null : shapeBetween(state.mode, state.start, state.cursor);
      return [...(ring === null ? [] : [fill(ring), line("line", close(ring))]), ...(state.start === null ? [] : [dot("vertex", state.start)])];
    }
    case "edit": {
      const handles =
        state.ring.length > MOST_HANDLES
          ? []
          : [
              ...state.ring.flatMap((_, index) => {
                const middle = midpoint(state.ring, index);
                return middle === null ? [] : [dot("midpoint", middle)];
              }),
              ...state.ring.map((point, index) => dot("vertex", point, index === state.selected)),
            ];
      return [...inside(state.ring), line("edited", close(state.ring)), ...crossings(state.ring, true), ...handles];
    }
  }
}

const position = ([lon, lat]: Point): Position => [lon, lat];
const close = (ring: readonly Point[]): Point[] => [...ring, ...ring.slice(0, 1)];

/** The ground a shape encloses; nothing while that is not clear. */
function inside(ring: readonly Point[]): Feature[] {
  return ring.length > 2 && crossingEdges(ring, true).size === 0 ? [fill(ring)] : [];
}

function crossings(ring: readonly Point[], closed: boolean): Feature[] {
  return [...crossingEdges(ring, closed)].flatMap((index) => {
    const [from, to] = [ring[index], ring[(index + 1) % ring.length]];
    return from === undefined || to === undefined ? [] : [line("crossing", [from, to])];
  });
}

function fill(ring: readonly Point[]): Feature {
  return { type: "Feature", properties: { part: "fill" }, geometry: { type: "Polygon", coordinates: [close(ring).map(position)] } };
}

function line(part: string, points: readonly Point[]): Feature {
  return { type: "Feature", properties: { part }, geometry: { type: "LineString", coordinates: points.map(position) } };
}

function dot(part: string, at: Point, active = false): Feature {
  return { type: "Feature", properties: { part, active }, geometry: { type: "Point", coordinates: position(at) } };
}
