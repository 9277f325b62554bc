import { describe, expect, it } from "vitest";

import type { Ring } from "./shape";
import { SQUARE, click, edit, move, run, shapeOf, square } from "./testing";

const LOWER: Ring = [[0, 0], [2, 0], [2, 0.5], [0, 0.5]];
const UPPER: Ring = [[0, 0.5], [2, 0.5], [2, 2], [0, 2]];

describe("splitting in the editor", () => {
  const across = [{ type: "start" as const, tool: "line" as const, purpose: "split" as const }, ...click(-1, 0.5), move(1, 0.5), ...click(3, 0.5)];

  it("hands the line over and changes nothing by itself", () => {
    expect(run([edit(), ...across])).toMatchObject({ mode: "edit", shape: square(), past: [], cut: [[-1, 0.5], [3, 0.5]] });
  });

  it("keeps the area's name on its first part and makes new areas of the rest", () => {
    const asked = run([edit(), ...across]);
    const state = run([{ type: "split", of: shapeOf(asked), pieces: [[UPPER, LOWER]] }], asked);
    expect(state).toMatchObject({ shape: [{ areaId: "a", rings: [UPPER] }, { areaId: null, rings: [LOWER] }], cut: null });
    expect(shapeOf(run([{ type: "undo" }], state))).toEqual(square());
  });

  it("says so when the line meets no outline", () => {
    const asked = run([edit(), ...across]);
    expect(run([{ type: "split", of: shapeOf(asked), pieces: [[SQUARE]] }], asked)).toMatchObject({ note: "splitOutside", past: [], cut: null });
  });

  it("leaves an outline with holes alone, and says so", () => {
    const asked = run([edit([{ areaId: "a", rings: [SQUARE, [[0.5, 0.2], [1, 0.2], [1, 0.4]]] }]), ...across]);
    expect(run([{ type: "split", of: shapeOf(asked), pieces: [[UPPER, LOWER]] }], asked)).toMatchObject({ note: "splitHoles", shape: shapeOf(asked) });
  });

  it("drops an answer that comes after the shape has changed", () => {
    const asked = run([edit(), ...across]);
    const later = run([{ type: "setVertex", ref: { part: 0, ring: 0, index: 0 }, at: [-0.5, 0] }], asked);
    expect(run([{ type: "split", of: shapeOf(asked), pieces: [[UPPER, LOWER]] }], later)).toBe(later);
  });
});
