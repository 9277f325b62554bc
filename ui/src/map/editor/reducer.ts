// The area editor as a pure function of state and event. It knows no map, no pixels and no DOM, so every way of
// drawing can be tested as data. Undo works on whole shapes.
import type { Point } from "./geometry";
import { boxBetween, circleAround, distanceKm, samePoint } from "./geometry";

export type Tool = "polygon" | "rectangle" | "circle";

export type EditorState =
  | { mode: "idle" }
  | { mode: "polygon"; points: readonly Point[]; cursor: Point | null; undone: readonly Point[] }
  /** Two gestures in one: press, drag, release; or click one corner and then the other. */
  | { mode: "rectangle" | "circle"; start: Point | null; cursor: Point | null; pressed: boolean }
  | {
      mode: "edit";
      areaId: string;
      ring: readonly Point[];
      /** Vertex that follows the pointer, and the shape before it was taken. */
      grabbed: { index: number; before: readonly Point[] } | null;
      selected: number | null;
      past: readonly (readonly Point[])[];
      future: readonly (readonly Point[])[];
    }
  /** A shape is finished and waits to be taken over. */
  | { mode: "done"; ring: readonly Point[]; areaId: string | null };

export type EditorEvent =
  | { type: "start"; tool: Tool }
  | { type: "edit"; areaId: string; ring: readonly Point[] }
  | { type: "replace"; ring: readonly Point[] }
  | { type: "move"; at: Point }
  | { type: "leave" }
  | { type: "press"; at: Point; vertex: number | null; midpoint: number | null }
  | { type: "release"; at: Point; dragged: boolean }
  | { type: "click"; at: Point; vertex: number | null }
  | { type: "finish" }
  | { type: "backspace" }
  | { type: "undo" }
  | { type: "redo" }
  | { type: "cancel" };

export const IDLE: EditorState = { mode: "idle" };

const MINIMUM_VERTICES = 3;

export function reduce(state: EditorState, event: EditorEvent): EditorState {
  switch (event.type) {
    case "start":
      return event.tool === "polygon"
        ? { mode: "polygon", points: [], cursor: null, undone: [] }
        : { mode: event.tool, start: null, cursor: null, pressed: false };
    case "edit":
      return { mode: "edit", areaId: event.areaId, ring: event.ring, grabbed: null, selected: null, past: [], future: [] };
    case "cancel":
      return IDLE;
    default:
      break;
  }
  switch (state.mode) {
    case "idle":
    case "done":
      return state;
    case "polygon":
      return reducePolygon(state, event);
    case "rectangle":
    case "circle":
      return reduceTwoPoint(state, event);
    case "edit":
      return reduceEdit(state, event);
  }
}

type Polygon = Extract<EditorState, { mode: "polygon" }>;
type TwoPoint = Extract<EditorState, { mode: "rectangle" | "circle" }>;
type Edit = Extract<EditorState, { mode: "edit" }>;

function reducePolygon(state: Polygon, event: EditorEvent): EditorState {
  switch (event.type) {
    case "move":
      return { ...state, cursor: event.at };
    case "leave":
      return { ...state, cursor: null };
    case "click":
      if (event.vertex === 0 && state.points.length >= MINIMUM_VERTICES) {
        return { mode: "done", ring: state.points, areaId: null };
      }
      // The second click of a double click falls on the vertex the first one set.
      return samePoint(state.points.at(-1), event.at) ? state : { ...state, points: [...state.points, event.at], cursor: event.at, undone: [] };
    case "finish":
      return state.points.length >= MINIMUM_VERTICES ? { mode: "done", ring: state.points, areaId: null } : state;
    case "backspace":
    case "undo": {
      const last = state.points.at(-1);
      return last === undefined ? state : { ...state, points: state.points.slice(0, -1), undone: [last, ...state.undone] };
    }
    case "redo": {
      const next = state.undone[0];
      return next === undefined ? state : { ...state, points: [...state.points, next], undone: state.undone.slice(1) };
    }
    default:
      return state;
  }
}

function reduceTwoPoint(state: TwoPoint, event: EditorEvent): EditorState {
  switch (event.type) {
    case "move":
      return { ...state, cursor: event.at };
    case "press":
      return { ...state, start: state.start ?? event.at, cursor: event.at, pressed: true };
    case "release": {
      if (!state.pressed || state.start === null) {
        return state;
      }
      const ring = shapeBetween(state.mode, state.start, event.at);
      return ring === null ? { ...state, cursor: event.at, pressed: false } : { mode: "done", ring, areaId: null };
    }
    case "finish": {
      const ring = state.start === null || state.cursor === null ? null : shapeBetween(state.mode, state.start, state.cursor);
      return ring === null ? state : { mode: "done", ring, areaId: null };
    }
    case "backspace":
    case "undo":
      return { ...state, start: null, pressed: false };
    default:
      return state;
  }
}

function reduceEdit(state: Edit, event: EditorEvent): EditorState {
  switch (event.type) {
    case "press": {
      if (event.vertex !== null) {
        return { ...state, grabbed: { index: event.vertex, before: state.ring }, selected: event.vertex };
      }
      if (event.midpoint !== null) {
        const index = event.midpoint + 1;
        const ring = [...state.ring.slice(0, index), event.at, ...state.ring.slice(index)];
        return { ...state, ring, grabbed: { index, before: state.ring }, selected: index };
      }
      return { ...state, selected: null };
    }
    case "move": {
      const { grabbed } = state;
      return grabbed === null ? state : { ...state, ring: state.ring.map((point, index) => (index === grabbed.index ? event.at : point)) };
    }
    case "release": {
      const { grabbed } = state;
      if (grabbed === null) {
        return state;
      }
      const changed = grabbed.before.length !== state.ring.length || !samePoint(grabbed.before[grabbed.index], state.ring[grabbed.index]);
      return changed ? { ...state, grabbed: null, past: [...state.past, grabbed.before], future: [] } : { ...state, grabbed: null };
    }
    case "replace":
      return { ...state, ring: event.ring, grabbed: null, selected: null, past: [...state.past, state.ring], future: [] };
    case "backspace": {
      if (state.selected === null || state.ring.length <= MINIMUM_VERTICES) {
        return state;
      }
      const ring = state.ring.filter((_, index) => index !== state.selected);
      return { ...state, ring, grabbed: null, selected: null, past: [...state.past, state.ring], future: [] };
    }
    case "undo": {
      const before = state.past.at(-1);
      return before === undefined ? state : { ...state, ring: before, grabbed: null, selected: null, past: state.past.slice(0, -1), future: [state.ring, ...state.future] };
    }
    case "redo": {
      const next = state.future[0];
      return next === undefined ? state : { ...state, ring: next, grabbed: null, selected: null, past: [...state.past, state.ring], future: state.future.slice(1) };
    }
    case "finish":
      return { mode: "done", ring: state.ring, areaId: state.areaId };
    default:
      return state;
  }
}

/** The shape two points stand for, or null while they are too close to mean one. */
export function shapeBetween(mode: "rectangle" | "circle", from: Point, to: Point): Point[] | null {
  if (from[0] === to[0] || from[1] === to[1]) {
    return mode === "circle" && !samePoint(from, to) ? circleAround(from, distanceKm(from, to)) : null;
  }
  return mode === "rectangle" ? boxBetween(from, to) : circleAround(from, distanceKm(from, to));
}

/** The shape as it would be if it ended here: what is measured while drawing. */
export function liveRing(state: EditorState): readonly Point[] | null {
  switch (state.mode) {
    case "idle":
      return null;
    case "done":
    case "edit":
      return state.ring;
    case "polygon": {
      const ring = state.cursor === null || samePoint(state.cursor, state.points.at(-1)) ? state.points : [...state.points, state.cursor];
      return ring.length >= MINIMUM_VERTICES ? ring : null;
    }
    case "rectangle":
    case "circle":
      return state.start === null || state.cursor === null ? null : shapeBetween(state.mode, state.start, state.cursor);
  }
}

export function canUndo(state: EditorState): boolean {
  switch (state.mode) {
    case "polygon":
      return state.points.length > 0;
    case "edit":
      return state.past.length > 0;
    case "rectangle":
    case "circle":
      return state.start !== null;
    default:
      return false;
  }
}

export function canRedo(state: EditorState): boolean {
  return (state.mode === "polygon" && state.undone.length > 0) || (state.mode === "edit" && state.future.length > 0);
}
