import { describe, expect, it } from "vitest";

import type { Point } from "./geometry";
import { crossingEdges, distanceKm, toPolygon, toRing } from "./geometry";
import type { EditorEvent, EditorState } from "./reducer";
import { IDLE, canRedo, canUndo, liveRing, reduce } from "./reducer";

const run = (events: EditorEvent[], from: EditorState = IDLE) => events.reduce(reduce, from);
const click = (lon: number, lat: number, vertex: number | null = null): EditorEvent => ({ type: "click", at: [lon, lat], vertex });
const ringOf = (state: EditorState) => (state.mode === "done" || state.mode === "edit" ? state.ring : []);

const TRIANGLE: EditorEvent[] = [{ type: "start", tool: "polygon" }, click(0, 0), click(2, 0), click(2, 2)];

describe("polygon", () => {
  it("is finished by Enter with the vertices clicked", () => {
    expect(run([...TRIANGLE, { type: "finish" }])).toEqual({ mode: "done", ring: [[0, 0], [2, 0], [2, 2]], areaId: null });
  });

  it("is finished by a click on its first vertex", () => {
    expect(run([...TRIANGLE, click(0.01, 0.01, 0)]).mode).toBe("done");
  });

  it("keeps one vertex for the two clicks of a double click", () => {
    expect(ringOf(run([...TRIANGLE, click(2, 2), { type: "finish" }]))).toHaveLength(3);
  });

  it("is not finished with two vertices", () => {
    expect(run([{ type: "start", tool: "polygon" }, click(0, 0), click(1, 0), { type: "finish" }]).mode).toBe("polygon");
  });

  it("loses its last vertex to Backspace and gets it back by redo", () => {
    const shortened = run([...TRIANGLE, { type: "backspace" }]);
    expect(shortened).toMatchObject({ points: [[0, 0], [2, 0]] });
    expect(canRedo(shortened)).toBe(true);
    expect(run([{ type: "redo" }], shortened)).toMatchObject({ points: [[0, 0], [2, 0], [2, 2]] });
  });

  it("is measured with the pointer as its next vertex", () => {
    const state = run([{ type: "start", tool: "polygon" }, click(0, 0), click(2, 0), { type: "move", at: [1, 1] }]);
    expect(liveRing(state)).toEqual([[0, 0], [2, 0], [1, 1]]);
  });

  it("is given up by Escape", () => {
    expect(run([...TRIANGLE, { type: "cancel" }])).toEqual(IDLE);
  });
});

describe("rectangle", () => {
  const start: EditorEvent = { type: "start", tool: "rectangle" };
  const press = (lon: number, lat: number): EditorEvent => ({ type: "press", at: [lon, lat], vertex: null, midpoint: null });
  const release = (lon: number, lat: number, dragged: boolean): EditorEvent => ({ type: "release", at: [lon, lat], dragged });

  it("is drawn by dragging", () => {
    expect(ringOf(run([start, press(3, 2), { type: "move", at: [1, 1] }, release(1, 1, true)]))).toEqual([[1, 1], [3, 1], [3, 2], [1, 2]]);
  });

  it("is drawn by clicking two corners", () => {
    const state = run([start, press(1, 1), release(1, 1, false), press(3, 2), release(3, 2, false)]);
    expect(ringOf(state)).toEqual([[1, 1], [3, 1], [3, 2], [1, 2]]);
  });
});

describe("circle", () => {
  it("has all its vertices at the same distance over ground, also far north", () => {
    const centre: Point = [10, 78];
    const state = run([
      { type: "start", tool: "circle" },
      { type: "press", at: centre, vertex: null, midpoint: null },
      { type: "release", at: [10, 78.5], dragged: true },
    ]);
    const distances = ringOf(state).map((point) => distanceKm(centre, point));
    expect(Math.max(...distances) - Math.min(...distances)).toBeLessThan(0.001);
  });
});

describe("edit", () => {
  const square: Point[] = [[0, 0], [2, 0], [2, 2], [0, 2]];
  const edit: EditorEvent = { type: "edit", areaId: "a", ring: square };

  it("moves a vertex and takes the move back", () => {
    const moved = run([edit, { type: "press", at: [2, 2], vertex: 2, midpoint: null }, { type: "move", at: [3, 3] }, { type: "release", at: [3, 3], dragged: true }]);
    expect(ringOf(moved)[2]).toEqual([3, 3]);
    expect(canUndo(moved)).toBe(true);
    expect(ringOf(run([{ type: "undo" }], moved))).toEqual(square);
    expect(ringOf(run([{ type: "undo" }, { type: "redo" }], moved))[2]).toEqual([3, 3]);
  });

  it("makes a vertex of the middle of an edge", () => {
    const state = run([edit, { type: "press", at: [1, 0], vertex: null, midpoint: 0 }, { type: "move", at: [1, -1] }, { type: "release", at: [1, -1], dragged: true }]);
    expect(ringOf(state)).toEqual([[0, 0], [1, -1], [2, 0], [2, 2], [0, 2]]);
  });

  it("removes the chosen vertex but never the third last", () => {
    const pick: EditorEvent[] = [{ type: "press", at: [0, 2], vertex: 3, midpoint: null }, { type: "release", at: [0, 2], dragged: false }];
    const triangle = run([edit, ...pick, { type: "backspace" }]);
    expect(ringOf(triangle)).toHaveLength(3);
    expect(ringOf(run([{ type: "press", at: [0, 0], vertex: 0, midpoint: null }, { type: "backspace" }], triangle))).toHaveLength(3);
  });

  it("does not count a press without a move as a change", () => {
    const state = run([edit, { type: "press", at: [0, 0], vertex: 0, midpoint: null }, { type: "release", at: [0, 0], dragged: false }]);
    expect(canUndo(state)).toBe(false);
  });
});

describe("crossings", () => {
  it("are told by their two edges, and neighbours that share a vertex do not count", () => {
    expect([...crossingEdges([[0, 0], [2, 0], [0, 2], [2, 2]], true)].sort()).toEqual([1, 3]);
    expect(crossingEdges([[0, 0], [2, 0], [2, 2], [0, 2]], true).size).toBe(0);
  });
});

describe("longitudes", () => {
  it("of a shape across the 180th meridian stay in one piece", () => {
    const polygon = toPolygon([[538, -18], [542, -18], [542, -17]]);
    expect(polygon.coordinates[0]).toEqual([[178, -18], [182, -18], [182, -17], [178, -18]]);
    expect(toRing({ type: "Polygon", coordinates: [[[178, -18], [-178, -18], [-178, -17], [178, -18]]] })).toEqual([[178, -18], [182, -18], [182, -17]]);
  });
});
