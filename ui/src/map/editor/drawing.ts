// Drawing an outline point by point. Tools of two or three points take them by dragging as well as by clicking.
import type { Point } from "./ground";
import { near, samePoint } from "./ground";
import { POINTS_NEEDED, heldStraight, outlineOf, thinned } from "./outlines";
import type { Tool } from "./outlines";
import { MINIMUM_VERTICES, contains } from "./shape";
import type { Drawing, Edit, EditorEvent, EditorState, Note, Purpose } from "./state";
import { IDLE } from "./state";
import { committed } from "./editing";

export function startDrawing(tool: Tool, purpose: Purpose, edit: Edit | null): Drawing {
  return { mode: "draw", tool, purpose, points: [], cursor: null, pressed: false, undone: [], note: null, edit };
}

export function reduceDrawing(state: Drawing, event: EditorEvent): EditorState {
  switch (event.type) {
    case "move":
      return state.tool === "freehand" && state.pressed ? trace(state, event.at) : { ...state, cursor: aimed(state, event.at, event.straight) };
    case "leave":
      return { ...state, cursor: null };
    case "press":
      return press(state, event.at);
    case "release":
      return release(state, event);
    case "place": {
      const at = near(state.points.at(-1), event.at);
      return add({ ...state, pressed: false }, at);
    }
    case "finish":
      return finish(state);
    case "backspace":
    case "undo":
      return takeBack(state);
    case "redo": {
      const [next, ...undone] = state.undone;
      return next === undefined ? state : { ...state, points: [...state.points, next], undone };
    }
    case "setVertex":
      return { ...state, points: state.points.map((point, index) => (index === event.ref.index ? near(point, event.at) : point)) };
    case "removeVertices":
      return { ...state, points: state.points.filter((_, index) => !event.refs.some((ref) => ref.index === index)) };
    case "cancel":
      return state.edit ?? IDLE;
    default:
      return state;
  }
}

/** The pointer as the tool takes it: on the turn of the earth the shape is on, and straight where asked. */
function aimed(state: Drawing, at: Point, straight = false): Point {
  const place = near(state.points.at(-1), at);
  return straight ? heldStraight(state.tool, state.points, place) : place;
}

function press(state: Drawing, at: Point): Drawing {
  const place = near(state.points.at(-1), at);
  const dragged = state.tool !== "polygon" && state.points.length === 0;
  return { ...state, points: dragged ? [place] : state.points, cursor: place, pressed: true, note: null };
}

function trace(state: Drawing, at: Point): Drawing {
  const place = near(state.points.at(-1), at);
  return samePoint(state.points.at(-1), place) ? state : { ...state, points: [...state.points, place], cursor: place };
}

function release(state: Drawing, event: Extract<EditorEvent, { type: "release" }>): EditorState {
  if (!state.pressed) {
    return state;
  }
  const letGo: Drawing = { ...state, pressed: false };
  const at = aimed(state, event.at, event.straight);
  if (state.tool === "freehand") {
    const outline = thinned(trace(state, event.at).points, event.tolerance ?? 0);
    return outline.length >= MINIMUM_VERTICES ? take(letGo, outline) : { ...letGo, points: [], note: "tooSmall" };
  }
  if (state.tool !== "polygon") {
    // The press has set the first point already; a click leaves it at that.
    const first = state.points.length === 1 && samePoint(state.points[0], near(state.points[0], event.at));
    return first && !event.dragged ? { ...letGo, cursor: at } : add(letGo, at);
  }
  if (event.dragged) {
    return letGo;
  }
  if (event.hit?.kind === "vertex") {
    return event.hit.ref.index === 0 && state.points.length >= MINIMUM_VERTICES ? finish(letGo) : letGo;
  }
  return add(letGo, at);
}

/** Takes a further point; with the last one a tool needs, the outline stands. */
function add(state: Drawing, at: Point): EditorState {
  if (samePoint(state.points.at(-1), at)) {
    return state;
  }
  const points = [...state.points, at];
  const needed = POINTS_NEEDED[state.tool];
  if (needed === null || points.length < needed) {
    return { ...state, points, cursor: at, undone: [], note: null };
  }
  const outline = outlineOf(state.tool, points);
  return outline === null ? { ...state, cursor: at, note: "tooSmall" } : take(state, outline);
}

function finish(state: Drawing): EditorState {
  const points = POINTS_NEEDED[state.tool] === null || state.cursor === null ? state.points : [...state.points, state.cursor];
  const outline = outlineOf(state.tool, points);
  const note: Note = state.tool === "polygon" ? "needsThree" : "tooSmall";
  return outline === null ? { ...state, note } : take(state, outline);
}

function takeBack(state: Drawing): EditorState {
  const last = state.points.at(-1);
  return last === undefined ? state : { ...state, points: state.points.slice(0, -1), pressed: false, undone: [last, ...state.undone], note: null };
}

/** Hands the outline over to what it was drawn for. */
function take(state: Drawing, outline: readonly Point[]): EditorState {
  const { edit, purpose } = state;
  if (edit === null || purpose === "area") {
    const shape = [{ areaId: null, rings: [outline] }];
    return { mode: "done", shape, steps: [shape] };
  }
  if (purpose === "part") {
    return committed(edit, [...edit.shape, { areaId: null, rings: [outline.map((point) => near(edit.shape[0]?.rings[0]?.[0], point))] }]);
  }
  const [from, to] = outline;
  return purpose === "hole" ? cutHole(edit, outline) : from === undefined || to === undefined ? edit : { ...edit, cut: [from, to], note: null };
}

function cutHole(edit: Edit, outline: readonly Point[]): Edit {
  const first = outline[0];
  const part = first === undefined ? -1 : edit.shape.findIndex(({ rings }) => rings[0] !== undefined && contains(rings[0], first));
  const home = edit.shape[part]?.rings[0]?.[0];
  if (home === undefined) {
    return { ...edit, note: "holeOutside" };
  }
  const hole = outline.map((point) => near(home, point));
  return committed(edit, edit.shape.map((one, place) => (place === part ? { ...one, rings: [...one.rings, hole] } : one)));
}
