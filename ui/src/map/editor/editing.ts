// Changing a shape that is there. Every change is one step that can be taken back; a gesture is one however long it is.
import type { Point } from "./ground";
import { bearing, distanceKm, near } from "./ground";
import type { Part, Ring, Shape, VertexRef } from "./shape";
import { centreOf, insertVertex, moveVertices, pointAt, removeVertices, reorderVertex, sameRef, transform, vertices } from "./shape";
import type { Edit, EditorEvent, EditorState, Gesture } from "./state";
import { IDLE } from "./state";

/** Steps that can be taken back; the shapes share all rings that did not change. */
const MOST_STEPS = 1000;

export function startEdit(shape: Shape): Edit {
  return { mode: "edit", shape, grip: "vertices", selected: [], gesture: null, past: [], future: [], note: null, cut: null };
}

/** The shape after a change, with the one before it kept. */
export function committed(state: Edit, shape: Shape, before: Shape = state.shape): Edit {
  return { ...state, shape, gesture: null, past: [...state.past, before].slice(-MOST_STEPS), future: [], note: null, cut: null };
}

export function reduceEdit(state: Edit, event: EditorEvent): EditorState {
  switch (event.type) {
    case "press":
      return press(state, event);
    case "move":
      return state.gesture === null ? state : { ...state, shape: follow(state, state.gesture, event.at) };
    case "release":
      return release(state);
    case "place":
      return place(state, event.at);
    case "setVertex": {
      const at = pointAt(state.shape, event.ref);
      return at === undefined ? state : { ...committed(state, moveVertices(state.shape, [{ ref: event.ref, to: near(at, event.at) }])), selected: [event.ref] };
    }
    case "insertVertex":
      return insert(state, event.ref, event.at);
    case "reorderVertex": {
      const { shape, ref } = reorderVertex(state.shape, event.ref, event.by);
      return { ...committed(state, shape), selected: [ref] };
    }
    case "removeVertices":
      return remove(state, event.refs);
    case "backspace":
      return state.selected.length === 0 ? state : remove(state, state.selected);
    case "nudge":
      return nudge(state, event.lon, event.lat);
    case "split":
      return state.cut === null || state.shape !== event.of ? state : split(state, event.pieces);
    case "removePart":
      return state.shape.length < 2 ? { ...state, note: "lastOutline" } : { ...committed(state, state.shape.filter((_, part) => part !== event.part)), selected: [] };
    case "removeRing": {
      const shape = state.shape.map((one, part) => (part === event.part ? { ...one, rings: one.rings.filter((_, ring) => ring !== event.ring || ring === 0) } : one));
      return event.ring === 0 ? state : { ...committed(state, shape), selected: [] };
    }
    case "select":
      return { ...state, selected: event.refs, note: null };
    case "grip":
      return { ...state, grip: event.grip, selected: [], note: null };
    case "undo":
    case "redo":
      return step(state, event.type);
    case "finish":
      return { mode: "done", shape: state.shape, steps: [...state.past, state.shape] };
    case "cancel":
      return cancel(state);
    default:
      return state;
  }
}

/** Puts pieces in place of the outlines the line went through. The largest stays what it was, the others are new. */
function split(state: Edit, pieces: readonly (readonly Ring[])[]): Edit {
  let holes = false;
  const shape = state.shape.flatMap((part, place): Part[] => {
    const found = pieces[place] ?? [];
    const holed = part.rings.length > 1;
    holes ||= holed && found.length > 1;
    return holed || found.length < 2 ? [part] : found.map((ring, piece) => ({ areaId: piece === 0 ? part.areaId : null, rings: [ring] }));
  });
  return shape.length === state.shape.length ? { ...state, cut: null, note: holes ? "splitHoles" : "splitOutside" } : { ...committed(state, shape), selected: [] };
}

function press(state: Edit, { at, hit, adding = false }: Extract<EditorEvent, { type: "press" }>): Edit {
  const { shape } = state;
  const centre = centreOf(shape);
  if (hit === null || centre === null) {
    return { ...state, selected: [], note: null };
  }
  switch (hit.kind) {
    case "vertex": {
      const known = state.selected.some((ref) => sameRef(ref, hit.ref));
      const added = known ? state.selected.filter((ref) => !sameRef(ref, hit.ref)) : [...state.selected, hit.ref];
      const selected = adding ? added : known ? state.selected : [hit.ref];
      return { ...state, selected, gesture: { kind: "vertices", grabbed: hit.ref, from: pointAt(shape, hit.ref) ?? at, before: shape }, note: null };
    }
    case "midpoint": {
      const ref = { ...hit.ref, index: hit.ref.index + 1 };
      const from = near(pointAt(shape, hit.ref), at);
      return { ...state, shape: insertVertex(shape, ref, from), selected: [ref], gesture: { kind: "vertices", grabbed: ref, from, before: shape }, note: null };
    }
    case "turn":
    case "scale":
      return { ...state, gesture: { kind: hit.kind, centre, from: near(centre, at), before: shape }, note: null };
    case "inside":
      return state.grip === "whole" ? { ...state, gesture: { kind: "move", centre, from: near(centre, at), before: shape } } : { ...state, selected: [], note: null };
    case "edge":
      return { ...state, selected: [], note: null };
  }
}

/** The shape as the gesture makes it with the pointer at `at`. */
function follow(state: Edit, gesture: Gesture, at: Point): Shape {
  const to = near(gesture.from, at);
  switch (gesture.kind) {
    case "vertices": {
      const [lon, lat] = [to[0] - gesture.from[0], to[1] - gesture.from[1]];
      const refs = state.selected.some((ref) => sameRef(ref, gesture.grabbed)) ? state.selected : [gesture.grabbed];
      return moveVertices(
        state.shape,
        refs.flatMap((ref) => {
          const from = sameRef(ref, gesture.grabbed) ? gesture.from : pointAt(gesture.before, ref);
          return from === undefined ? [] : [{ ref, to: sameRef(ref, gesture.grabbed) ? to : ([from[0] + lon, from[1] + lat] as const) }];
        }),
      );
    }
    case "move":
      return transform(gesture.before, gesture.centre, { to: [gesture.centre[0] + to[0] - gesture.from[0], clampLat(gesture.centre[1] + to[1] - gesture.from[1])] });
    case "turn":
      return transform(gesture.before, gesture.centre, { turn: bearing(gesture.centre, to) - bearing(gesture.centre, gesture.from) });
    case "scale": {
      const reach = distanceKm(gesture.centre, gesture.from);
      return reach === 0 ? gesture.before : transform(gesture.before, gesture.centre, { factor: Math.max(0.01, distanceKm(gesture.centre, to) / reach) });
    }
  }
}

function release(state: Edit): Edit {
  const { gesture, shape } = state;
  if (gesture === null) {
    return state;
  }
  return unchanged(gesture.before, shape) ? { ...state, shape: gesture.before, gesture: null } : committed(state, shape, gesture.before);
}

function unchanged(before: Shape, after: Shape): boolean {
  const [a, b] = [vertices(before), vertices(after)];
  return a.length === b.length && a.every(({ at }, place) => at[0] === b[place]?.at[0] && at[1] === b[place].at[1]);
}

function place(state: Edit, at: Point): Edit {
  const after = state.selected.at(-1) ?? { part: 0, ring: 0, index: (state.shape[0]?.rings[0]?.length ?? 0) - 1 };
  return insert(state, { ...after, index: after.index + 1 }, at);
}

function insert(state: Edit, ref: VertexRef, at: Point): Edit {
  const beside = pointAt(state.shape, { ...ref, index: Math.max(0, ref.index - 1) });
  return { ...committed(state, insertVertex(state.shape, ref, near(beside, at))), selected: [ref] };
}

function remove(state: Edit, refs: readonly VertexRef[]): Edit {
  const shape = removeVertices(state.shape, refs);
  if (shape === null) {
    return { ...state, note: "needsThree" };
  }
  const one = refs.length === 1 ? refs[0] : undefined;
  // The vertex before stays selected, so that the keyboard can go on from there.
  const next = one === undefined ? undefined : { ...one, index: Math.max(0, one.index - 1) };
  return { ...committed(state, shape), selected: next !== undefined && pointAt(shape, next) !== undefined ? [next] : [] };
}

function nudge(state: Edit, lon: number, lat: number): Edit {
  const centre = centreOf(state.shape);
  if (state.selected.length === 0) {
    return centre === null ? state : committed(state, transform(state.shape, centre, { to: [centre[0] + lon, clampLat(centre[1] + lat)] }));
  }
  const moves = state.selected.flatMap((ref) => {
    const from = pointAt(state.shape, ref);
    return from === undefined ? [] : [{ ref, to: [from[0] + lon, clampLat(from[1] + lat)] as const }];
  });
  return committed(state, moveVertices(state.shape, moves));
}

const clampLat = (lat: number): number => Math.max(-89.9, Math.min(89.9, lat));

function step(state: Edit, direction: "undo" | "redo"): Edit {
  // What is being dragged is not a step yet: taking it back ends the gesture.
  if (state.gesture !== null) {
    return { ...state, shape: state.gesture.before, gesture: null };
  }
  if (direction === "undo") {
    const before = state.past.at(-1);
    return before === undefined ? state : { ...state, shape: before, selected: [], past: state.past.slice(0, -1), future: [state.shape, ...state.future], note: null };
  }
  const [next, ...future] = state.future;
  return next === undefined ? state : { ...state, shape: next, selected: [], past: [...state.past, state.shape], future, note: null };
}

function cancel(state: Edit): EditorState {
  if (state.gesture !== null) {
    return { ...state, shape: state.gesture.before, gesture: null };
  }
  return state.selected.length > 0 ? { ...state, selected: [] } : IDLE;
}
