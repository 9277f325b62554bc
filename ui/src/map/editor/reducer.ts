// The area editor as a pure function of state and event. It knows no map, no pixels and no DOM, so every way of
// drawing can be tested as data.
import { reduceDrawing, startDrawing } from "./drawing";
import { reduceEdit, startEdit } from "./editing";
import { samePoint } from "./ground";
import { outlineOf } from "./outlines";
import type { Part, Shape } from "./shape";
import type { EditorEvent, EditorState } from "./state";
import { IDLE } from "./state";

export function reduce(state: EditorState, event: EditorEvent): EditorState {
  switch (event.type) {
    case "start": {
      const edit = state.mode === "edit" ? state : state.mode === "draw" ? state.edit : null;
      const purpose = event.purpose ?? "area";
      return startDrawing(event.tool, purpose, purpose === "area" ? null : edit);
    }
    case "edit":
      return startEdit(event.shape);
    case "resume":
      return event.state;
    case "stop":
      return IDLE;
    default:
      break;
  }
  switch (state.mode) {
    case "idle":
    case "done":
      return state;
    case "draw":
      return reduceDrawing(state, event);
    case "edit":
      return reduceEdit(state, event);
  }
}

/** The outline as it would be if it ended with the pointer where it is. */
export function pendingOutline(state: EditorState): Part["rings"][number] | null {
  if (state.mode !== "draw" || state.tool === "line") {
    return null;
  }
  const { tool, points, cursor } = state;
  const reached = cursor === null || samePoint(cursor, points.at(-1)) ? points : [...points, cursor];
  return outlineOf(tool, tool === "freehand" ? points : reached);
}

/** The shape as it would be if it ended here: what is measured while drawing. */
export function liveShape(state: EditorState): Shape | null {
  switch (state.mode) {
    case "idle":
      return null;
    case "done":
    case "edit":
      return state.shape;
    case "draw": {
      const outline = pendingOutline(state);
      return outline === null ? null : [{ areaId: null, rings: [outline] }];
    }
  }
}

export function canUndo(state: EditorState): boolean {
  return (state.mode === "draw" && state.points.length > 0) || (state.mode === "edit" && (state.past.length > 0 || state.gesture !== null));
}

export function canRedo(state: EditorState): boolean {
  return (state.mode === "draw" && state.undone.length > 0) || (state.mode === "edit" && state.future.length > 0);
}

/** Whether giving up now would lose work worth getting back. */
export function hasWork(state: EditorState): boolean {
  return (state.mode === "draw" && state.points.length > 2) || (state.mode === "edit" && state.past.length > 0);
}
