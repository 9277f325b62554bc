// What the area editor can be in, and what can happen to it.
import type { Point } from "./ground";
import type { Tool } from "./outlines";
import type { Ring, Shape, VertexRef } from "./shape";

/** What a drawn outline becomes: an area of its own, or a further outline, a hole or a cut of the shape being edited. */
export type Purpose = "area" | "part" | "hole" | "split";

/** Why the last event changed nothing, so that it can be said in words. */
export type Note = "needsThree" | "tooSmall" | "holeOutside" | "splitOutside" | "splitHoles" | "lastOutline";

/** What the pointer takes hold of while editing: single vertices, or the shape as a whole. */
export type Grip = "vertices" | "whole";

export type Drawing = {
  mode: "draw";
  tool: Tool;
  purpose: Purpose;
  points: readonly Point[];
  /** Where the next point would come to lie; null while the pointer is elsewhere. */
  cursor: Point | null;
  pressed: boolean;
  undone: readonly Point[];
  note: Note | null;
  /** What is returned to once a part or a hole is drawn. */
  edit: Edit | null;
};

/** What follows the pointer, and the shape before it was taken hold of. */
export type Gesture =
  | { kind: "vertices"; grabbed: VertexRef; from: Point; before: Shape }
  | { kind: "move" | "turn" | "scale"; centre: Point; from: Point; before: Shape };

export type Edit = {
  mode: "edit";
  shape: Shape;
  grip: Grip;
  selected: readonly VertexRef[];
  gesture: Gesture | null;
  past: readonly Shape[];
  future: readonly Shape[];
  note: Note | null;
  /** The line that the shape is to be cut along; null once that is done. */
  cut: readonly [Point, Point] | null;
};

export type EditorState =
  | { mode: "idle" }
  | Drawing
  | Edit
  /** A shape is finished and waits to be taken over; `steps` are the shapes it went through, the first one first. */
  | { mode: "done"; shape: Shape; steps: readonly Shape[] };

/** What lies under the pointer. An edge or midpoint is named by the vertex it leaves. */
export type Hit =
  | { kind: "vertex" | "midpoint" | "edge"; ref: VertexRef }
  | { kind: "inside"; part: number }
  | { kind: "turn" | "scale" };

export type EditorEvent =
  | { type: "start"; tool: Tool; purpose?: Purpose }
  | { type: "edit"; shape: Shape }
  /** Takes up again what was given up. */
  | { type: "resume"; state: EditorState }
  | { type: "press"; at: Point; hit: Hit | null; adding?: boolean }
  /** `straight` holds the tool to right angles. */
  | { type: "move"; at: Point; straight?: boolean }
  /** `tolerance` is how far, in degrees, a drawn line may be off by once thinned. */
  | { type: "release"; at: Point; dragged: boolean; hit?: Hit | null; straight?: boolean; tolerance?: number }
  | { type: "leave" }
  /** A point given in figures. While editing it comes behind the selected vertex. */
  | { type: "place"; at: Point }
  | { type: "finish" }
  | { type: "backspace" }
  | { type: "undo" }
  | { type: "redo" }
  /** Gives up the smallest thing under way: a gesture, a selection, the hole being drawn, everything. */
  | { type: "cancel" }
  | { type: "stop" }
  | { type: "grip"; grip: Grip }
  | { type: "select"; refs: readonly VertexRef[] }
  | { type: "setVertex"; ref: VertexRef; at: Point }
  | { type: "insertVertex"; ref: VertexRef; at: Point }
  | { type: "removeVertices"; refs: readonly VertexRef[] }
  | { type: "reorderVertex"; ref: VertexRef; by: number }
  /** Moves the selected vertices, or the whole shape where none is, by degrees. */
  | { type: "nudge"; lon: number; lat: number }
  /** What the outlines of `of` fall into along the line that was drawn, part by part, the largest piece first. */
  | { type: "split"; of: Shape; pieces: readonly (readonly Ring[])[] }
  | { type: "removePart"; part: number }
  | { type: "removeRing"; part: number; ring: number };

export const IDLE: EditorState = { mode: "idle" };

