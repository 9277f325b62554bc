import { describe, expect, it } from "vitest";

import type { Ring } from "./shape";
import { splitRing } from "./split";
import { SQUARE, click, edit, move, run, shapeOf } from "./testing";

const size = (ring: Ring): number => Math.abs(ring.reduce((sum, [x, y], index) => sum + x * (ring[(index + 1) % ring.length]?.[1] ?? 0) - (ring[(index + 1) % ring.length]?.[0] ?? 0) * y, 0)) / 2;

describe("a cut along a line", () => {
  it("makes two of one and loses no ground", () => {
    const halves = splitRing(SQUARE, [-1, 0.5], [3, 0.5]);
    expect(halves.map(size).sort()).toEqual([1, 3]);
  });

  it("goes on to the edge where the line ends inside", () => {
    expect(splitRing(SQUARE, [1, -1], [1, 1])).toHaveLength(2);
  });

  it("takes a comb apart only where the line was drawn", () => {
    const comb: Ring = [[0, 0], [5, 0], [5, 3], [4, 3], [4, 1], [3, 1], [3, 3], [2, 3], [2, 1], [1, 1], [1, 3], [0, 3]];
    const all = splitRing(comb, [-1, 2], [6, 2]);
    expect(all).toHaveLength(4);
    expect(all.map(size).reduce((sum, one) => sum + one, 0)).toBeCloseTo(size(comb), 9);
    expect(splitRing(comb, [-1, 2], [1.5, 2])).toHaveLength(2);
  });

  it("through a corner is no cut of nothing", () => {
    expect(splitRing(SQUARE, [-1, -1], [3, 3]).map(size)).toEqual([2, 2]);
    expect(splitRing(SQUARE, [-1, 1], [1, -1])).toHaveLength(1);
  });

  it("beside the outline changes nothing", () => {
    expect(splitRing(SQUARE, [3, 0], [3, 2])).toEqual([SQUARE]);
  });
});

describe("splitting in the editor", () => {
  const across = [edit(), { type: "start" as const, tool: "line" as const, purpose: "split" as const }];

  it("keeps the area's name on its largest part and makes new areas of the rest", () => {
    const state = run([...across, ...click(-1, 0.5), move(1, 0.5), ...click(3, 0.5)]);
    expect(shapeOf(state).map(({ areaId, rings }) => [areaId, size(rings[0] ?? [])])).toEqual([["a", 3], [null, 1]]);
    expect(shapeOf(run([{ type: "undo" }], state))).toEqual(shapeOf(run([edit()])));
  });

  it("says so when the line meets no outline", () => {
    expect(run([...across, ...click(5, 0), ...click(5, 2)])).toMatchObject({ mode: "edit", note: "splitOutside", past: [] });
  });

  it("leaves an outline with holes alone, and says so", () => {
    const shape = [{ areaId: "a", rings: [SQUARE, [[0.5, 0.2], [1, 0.2], [1, 0.4]] as const] }];
    expect(run([edit(shape), { type: "start", tool: "line", purpose: "split" }, ...click(-1, 1), ...click(3, 1)])).toMatchObject({ note: "splitHoles" });
  });
});
