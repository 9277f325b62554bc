import { describe, expect, it } from "vitest";

import { bearing, distanceKm } from "./ground";
import { canRedo, canUndo, hasWork } from "./reducer";
import { IDLE } from "./state";
import type { EditorEvent } from "./state";
import { SQUARE, click, drag, edit, middle, move, press, ringOf, run, shapeOf, square, vertex } from "./testing";

const inside = { kind: "inside", part: 0 } as const;
const whole: EditorEvent = { type: "grip", grip: "whole" };

describe("vertices", () => {
  it("are dragged, and one undo takes the whole drag back", () => {
    const moved = run([edit(), press(2, 2, vertex(2)), move(2.5, 2.5), move(3, 3), { type: "release", at: [3, 3], dragged: true }]);
    expect(ringOf(moved)[2]).toEqual([3, 3]);
    expect(ringOf(run([{ type: "undo" }], moved))).toEqual(SQUARE);
    expect(ringOf(run([{ type: "undo" }, { type: "redo" }], moved))[2]).toEqual([3, 3]);
  });

  it("come out of the middle of an edge", () => {
    expect(ringOf(run([edit(), ...drag([1, 0], [1, -1], middle(0))]))).toEqual([[0, 0], [1, -1], [2, 0], [2, 2], [0, 2]]);
  });

  it("are deleted, but the shape never with them: an outline keeps three", () => {
    const triangle = run([edit(), ...click(0, 2, vertex(3)), { type: "backspace" }]);
    expect(ringOf(triangle)).toHaveLength(3);
    const refused = run([...click(0, 0, vertex(0)), { type: "backspace" }], triangle);
    expect(ringOf(refused)).toHaveLength(3);
    expect(refused).toMatchObject({ note: "needsThree" });
  });

  it("are moved together when several are picked with Shift", () => {
    const state = run([edit(), ...click(0, 0, vertex(0)), press(2, 0, vertex(1), true), { type: "release", at: [2, 0], dragged: false }, ...drag([2, 0], [2, -1], vertex(1))]);
    expect(ringOf(state)).toEqual([[0, -1], [2, -1], [2, 2], [0, 2]]);
  });

  it("are not moved by a press alone", () => {
    expect(canUndo(run([edit(), ...click(0, 0, vertex(0))]))).toBe(false);
  });

  it("follow the pointer across the 180th meridian", () => {
    const state = run([edit([{ areaId: "a", rings: [[[178, 0], [179, 0], [179, 1]]] }]), ...drag([179, 0], [-179, 0], vertex(1))]);
    expect(ringOf(state)[1]).toEqual([181, 0]);
  });

  it("go back to where they were when a drag is given up, and the edit goes on", () => {
    const state = run([edit(), press(2, 2, vertex(2)), move(9, 9), { type: "cancel" }]);
    expect(state.mode).toBe("edit");
    expect(ringOf(state)).toEqual(SQUARE);
  });
});

describe("by keyboard alone", () => {
  it("a vertex gets typed coordinates", () => {
    expect(ringOf(run([edit(), { type: "setVertex", ref: { part: 0, ring: 0, index: 1 }, at: [2.5, 0.25] }]))[1]).toEqual([2.5, 0.25]);
  });

  it("a vertex is added behind the selected one, and is then the selected one", () => {
    const state = run([edit(), { type: "select", refs: [{ part: 0, ring: 0, index: 1 }] }, { type: "place", at: [3, 1] }]);
    expect(ringOf(state)[2]).toEqual([3, 1]);
    expect(state).toMatchObject({ selected: [{ index: 2 }] });
  });

  it("a vertex changes places with its neighbour", () => {
    expect(ringOf(run([edit(), { type: "reorderVertex", ref: { part: 0, ring: 0, index: 1 }, by: 1 }]))).toEqual([[0, 0], [2, 2], [2, 0], [0, 2]]);
  });

  it("arrows move what is selected, or everything", () => {
    const one = run([edit(), { type: "select", refs: [{ part: 0, ring: 0, index: 0 }] }, { type: "nudge", lon: -0.1, lat: 0 }]);
    expect(ringOf(one)[0]).toEqual([-0.1, 0]);
    expect(ringOf(run([edit(), { type: "nudge", lon: 1, lat: 0 }])).map(([lon]) => Math.round(lon * 1e3) / 1e3)).toEqual([1, 3, 3, 1]);
  });
});

describe("the whole shape", () => {
  it("keeps the lengths of its sides when it is moved north", () => {
    const state = run([edit(), whole, ...drag([1, 1], [1, 51], inside)]);
    const [a, b] = ringOf(state);
    expect(distanceKm(a ?? [0, 0], b ?? [0, 0])).toBeCloseTo(distanceKm([0, 0], [2, 0]), 0);
  });

  it("moves with its holes", () => {
    const shape = [{ areaId: "a", rings: [SQUARE, [[0.5, 0.5], [1, 0.5], [1, 1]] as const] }];
    const hole = shapeOf(run([edit(shape), whole, ...drag([1.5, 1.5], [11.5, 1.5], inside)]))[0]?.rings[1];
    expect(hole?.[0]?.[0]).toBeCloseTo(10.5, 3);
  });

  it("turns by as much as the pointer goes round it", () => {
    const state = run([edit(), whole, ...drag([1, 3], [3, 1], { kind: "turn" })]);
    const [a] = ringOf(state);
    expect((bearing([1, 1], a ?? [0, 0]) - bearing([1, 1], [0, 0]) + 360) % 360).toBeCloseTo(90, 0);
  });

  it("grows round its middle", () => {
    const state = run([edit(), whole, ...drag([2, 2], [3, 3], { kind: "scale" })]);
    expect(distanceKm([1, 1], ringOf(state)[0] ?? [0, 0]) / distanceKm([1, 1], [0, 0])).toBeCloseTo(2, 1);
  });

  it("past the 180th meridian is moved and scaled like any other", () => {
    const far = [{ areaId: "a", rings: [[[179, 0], [181, 0], [181, 2], [179, 2]] as const] }];
    const moved = run([edit(far), whole, ...drag([180, 1], [-178, 1], inside)]);
    expect(ringOf(moved)[0]?.[0]).toBeCloseTo(181, 3);
    const grown = run([edit(far), whole, ...drag([181, 2], [182, 3], { kind: "scale" })]);
    expect(ringOf(grown)[1]?.[0]).toBeCloseTo(182, 1);
  });
});

describe("steps", () => {
  it("more than two hundred can be taken back and done again", () => {
    const nudges: EditorEvent[] = Array.from({ length: 250 }, () => ({ type: "nudge", lon: 0.01, lat: 0 }));
    const all = run([edit(), ...nudges]);
    const back = run(nudges.map(() => ({ type: "undo" })), all);
    expect(ringOf(back)).toEqual(SQUARE);
    expect(canUndo(back)).toBe(false);
    const again = run(nudges.map(() => ({ type: "redo" })), back);
    expect(ringOf(again)).toEqual(ringOf(all));
    expect(canRedo(again)).toBe(false);
  });

  it("that were taken back are forgotten once something else is done", () => {
    expect(canRedo(run([edit(), { type: "nudge", lon: 1, lat: 0 }, { type: "undo" }, { type: "nudge", lon: 2, lat: 0 }]))).toBe(false);
  });

  it("are handed over with the finished shape", () => {
    expect(run([edit(), { type: "nudge", lon: 1, lat: 0 }, { type: "nudge", lon: 1, lat: 0 }, { type: "finish" }])).toMatchObject({ mode: "done", steps: { length: 3 } });
  });
});

describe("Escape", () => {
  it("drops the selection first and the edit after it", () => {
    const once = run([edit(), ...click(0, 0, vertex(0)), { type: "cancel" }]);
    expect(once).toMatchObject({ mode: "edit", selected: [] });
    expect(run([{ type: "cancel" }], once)).toEqual(IDLE);
  });

  it("gives up nothing that cannot be taken up again", () => {
    const worked = run([edit(), { type: "nudge", lon: 1, lat: 0 }]);
    expect(hasWork(worked)).toBe(true);
    expect(run([{ type: "cancel" }, { type: "resume", state: worked }], worked)).toBe(worked);
  });
});

describe("parts", () => {
  const two = [...square("a"), { areaId: "b", rings: [[[5, 5], [6, 5], [6, 6]] as const] }];

  it("are several areas edited at once", () => {
    const state = run([edit(two), ...drag([5, 5], [4, 4], vertex(0, 0, 1))]);
    expect(shapeOf(state).map(({ areaId, rings }) => [areaId, rings[0]?.[0]])).toEqual([["a", [0, 0]], ["b", [4, 4]]]);
  });

  it("are removed one by one, but never the last", () => {
    const one = run([edit(two), { type: "removePart", part: 0 }]);
    expect(shapeOf(one)).toHaveLength(1);
    expect(run([{ type: "removePart", part: 0 }], one)).toMatchObject({ note: "lastOutline", shape: { length: 1 } });
  });

  it("lose a hole that is deleted below three vertices, and nothing else", () => {
    const shape = [{ areaId: "a", rings: [SQUARE, [[0.5, 0.5], [1, 0.5], [1, 1]] as const] }];
    const state = run([edit(shape), { type: "removeVertices", refs: [{ part: 0, ring: 1, index: 0 }] }]);
    expect(shapeOf(state)[0]?.rings).toEqual([SQUARE]);
  });
});
