// Words for the editor's tests: what a hand does, as events.
import type { Point } from "./ground";
import { reduce } from "./reducer";
import type { Ring, Shape } from "./shape";
import type { EditorEvent, EditorState, Hit } from "./state";
import { IDLE } from "./state";

export const run = (events: EditorEvent[], from: EditorState = IDLE): EditorState => events.reduce(reduce, from);

export const press = (lon: number, lat: number, hit: Hit | null = null, adding = false): EditorEvent => ({ type: "press", at: [lon, lat], hit, adding });
export const move = (lon: number, lat: number, straight = false): EditorEvent => ({ type: "move", at: [lon, lat], straight });
export const drop = (lon: number, lat: number): EditorEvent => ({ type: "release", at: [lon, lat], dragged: true });

export const click = (lon: number, lat: number, hit: Hit | null = null): EditorEvent[] => [
  press(lon, lat, hit),
  { type: "release", at: [lon, lat], dragged: false, hit },
];

export const drag = (from: Point, to: Point, hit: Hit | null = null): EditorEvent[] => [press(...from, hit), move(...to), drop(...to)];

export const vertex = (index: number, ring = 0, part = 0): Hit => ({ kind: "vertex", ref: { part, ring, index } });
export const middle = (index: number): Hit => ({ kind: "midpoint", ref: { part: 0, ring: 0, index } });

export const SQUARE: Ring = [[0, 0], [2, 0], [2, 2], [0, 2]];
export const square = (areaId: string | null = "a"): Shape => [{ areaId, rings: [SQUARE] }];
export const edit = (shape: Shape = square()): EditorEvent => ({ type: "edit", shape });

export const shapeOf = (state: EditorState): Shape => (state.mode === "done" || state.mode === "edit" ? state.shape : []);
export const ringOf = (state: EditorState): Ring => shapeOf(state)[0]?.rings[0] ?? [];
