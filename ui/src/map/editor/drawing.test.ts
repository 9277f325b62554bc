import { describe, expect, it } from "vitest";

import type { Point } from "./ground";
import { angleAt, distanceKm, ellipsoidKm } from "./ground";
import { viewOutline } from "./outlines";
import { canRedo, canUndo, liveShape } from "./reducer";
import { IDLE } from "./state";
import type { EditorEvent } from "./state";
import { click, drag, drop, edit, move, press, ringOf, run, shapeOf, vertex } from "./testing";

const start = (tool: "polygon" | "rectangle" | "angled" | "circle" | "freehand"): EditorEvent => ({ type: "start", tool });
const TRIANGLE: EditorEvent[] = [start("polygon"), ...click(0, 0), ...click(2, 0), ...click(2, 2)];

describe("polygon", () => {
  it("is finished by Enter with the vertices clicked", () => {
    expect(run([...TRIANGLE, { type: "finish" }])).toMatchObject({ mode: "done", shape: [{ areaId: null, rings: [[[0, 0], [2, 0], [2, 2]]] }] });
  });

  it("is finished by a click on its first vertex", () => {
    expect(run([...TRIANGLE, ...click(0.01, 0.01, vertex(0))]).mode).toBe("done");
  });

  it("keeps one vertex for the two clicks of a double click, also when the hand trembles between them", () => {
    expect(ringOf(run([...TRIANGLE, ...click(2.001, 2.001, vertex(2)), { type: "finish" }]))).toHaveLength(3);
  });

  it("says that it needs three corners when it is finished with two", () => {
    expect(run([start("polygon"), ...click(0, 0), ...click(1, 0), { type: "finish" }])).toMatchObject({ mode: "draw", note: "needsThree" });
  });

  it("gets no vertex from a drag, which moves the map", () => {
    expect(run([...TRIANGLE, ...drag([5, 5], [6, 6])])).toMatchObject({ points: [[0, 0], [2, 0], [2, 2]] });
  });

  it("loses its last vertex to Backspace and gets it back by redo", () => {
    const shortened = run([...TRIANGLE, { type: "backspace" }]);
    expect(shortened).toMatchObject({ points: [[0, 0], [2, 0]] });
    expect(canRedo(shortened)).toBe(true);
    expect(run([{ type: "redo" }], shortened)).toMatchObject({ points: [[0, 0], [2, 0], [2, 2]] });
  });

  it("is measured with the pointer as its next vertex", () => {
    const state = run([start("polygon"), ...click(0, 0), ...click(2, 0), move(1, 1)]);
    expect(liveShape(state)?.[0]?.rings[0]).toEqual([[0, 0], [2, 0], [1, 1]]);
  });

  it("is given up by Escape", () => {
    expect(run([...TRIANGLE, { type: "cancel" }])).toEqual(IDLE);
  });

  it("may cross itself while it is drawn, and takes every click all the same", () => {
    expect(run([start("polygon"), ...click(0, 0), ...click(2, 2), ...click(2, 0), ...click(0, 2)])).toMatchObject({ points: [[0, 0], [2, 2], [2, 0], [0, 2]] });
  });

  it("turns at a right angle when it is held straight", () => {
    const state = run([start("polygon"), ...click(0, 50), ...click(1, 50), move(1.1, 50.4, true)]);
    const cursor = state.mode === "draw" ? state.cursor : null;
    expect(angleAt([0, 50], [1, 50], cursor ?? [0, 0])).toBeCloseTo(90, 3);
  });

  it("is drawn with typed coordinates alone", () => {
    const place = (lon: number, lat: number): EditorEvent => ({ type: "place", at: [lon, lat] });
    expect(ringOf(run([start("polygon"), place(1, 1), place(2, 1), place(2, 2), { type: "finish" }]))).toEqual([[1, 1], [2, 1], [2, 2]]);
  });
});

describe("rectangle", () => {
  const box = [[1, 1], [3, 1], [3, 2], [1, 2]];

  it("is drawn by dragging", () => {
    expect(ringOf(run([start("rectangle"), ...drag([3, 2], [1, 1])]))).toEqual(box);
  });

  it("is drawn by clicking two corners", () => {
    expect(ringOf(run([start("rectangle"), ...click(1, 1), move(2, 1.5), ...click(3, 2)]))).toEqual(box);
  });

  it("is drawn with two typed corners", () => {
    expect(ringOf(run([start("rectangle"), { type: "place", at: [1, 1] }, { type: "place", at: [3, 2] }]))).toEqual(box);
  });

  it("says that it is too small when its corners lie on one line, and waits for a better one", () => {
    const state = run([start("rectangle"), ...click(1, 1), ...click(3, 1)]);
    expect(state).toMatchObject({ mode: "draw", note: "tooSmall", points: [[1, 1]] });
    expect(ringOf(run(click(3, 2), state))).toEqual(box);
  });

  it("is a square over ground when it is held straight", () => {
    const ring = ringOf(run([start("rectangle"), press(10, 60), { type: "release", at: [11, 60.2], dragged: true, straight: true }]));
    const [a, b, , d] = ring;
    expect(distanceKm(a ?? [0, 0], b ?? [0, 0]) / distanceKm(a ?? [0, 0], d ?? [0, 0])).toBeCloseTo(1, 2);
  });
});

describe("rectangle at an angle", () => {
  it("has the side that was drawn and right angles, whichever hand it opens to", () => {
    for (const [lon, lat] of [[10.1, 50.4], [10.6, 49.9]] as const) {
      const ring = ringOf(run([start("angled"), ...click(10, 50), ...click(10.5, 50.2), move(10.2, 50.3), ...click(lon, lat)]));
      expect(ring).toHaveLength(4);
      for (const index of [0, 1, 2, 3]) {
        const [before, at, after] = [ring[(index + 3) % 4], ring[index], ring[(index + 1) % 4]];
        expect(angleAt(before ?? [0, 0], at ?? [0, 0], after ?? [0, 0])).toBeCloseTo(90, 0);
      }
      expect(ring).toContainEqual([10.5, 50.2]);
    }
  });

  it("takes its first side from a drag", () => {
    const state = run([start("angled"), ...drag([0, 0], [1, 0])]);
    expect(state).toMatchObject({ mode: "draw", points: [[0, 0], [1, 0]] });
    expect(ringOf(run(click(1, 1), state))).toHaveLength(4);
  });
});

describe("circle", () => {
  it("has all its vertices at the same distance over ground, also far north", () => {
    const centre: Point = [10, 78];
    const distances = ringOf(run([start("circle"), press(...centre), drop(10, 78.5)])).map((point) => ellipsoidKm(centre, point));
    expect(distances).toHaveLength(64);
    expect(Math.max(...distances) - Math.min(...distances)).toBeLessThan(0.001);
    expect(distances[0]).toBeCloseTo(ellipsoidKm(centre, [10, 78.5]), 3);
  });
});

describe("freehand", () => {
  const stroke: EditorEvent[] = Array.from({ length: 200 }, (_, step) => {
    const angle = (step / 200) * 2 * Math.PI;
    return move(Math.cos(angle), Math.sin(angle));
  });

  it("becomes an outline of few vertices that keeps to the stroke", () => {
    const ring = ringOf(run([start("freehand"), press(1, 0), ...stroke, { type: "release", at: [1, -0.03], dragged: true, tolerance: 0.01 }]));
    expect(ring.length).toBeGreaterThan(12);
    expect(ring.length).toBeLessThan(60);
    for (const [x, y] of ring) {
      expect(Math.hypot(x, y)).toBeCloseTo(1, 1);
    }
  });

  it("says that a tap is too small to be an outline", () => {
    expect(run([start("freehand"), ...click(1, 1)])).toMatchObject({ mode: "draw", points: [], note: "tooSmall" });
  });
});

describe("the 180th meridian", () => {
  it("is drawn across in one piece, also when the view has come round to the other side in the meantime", () => {
    const ring = ringOf(run([start("polygon"), ...click(178, -18), ...click(-178, -18), ...click(-178, -17), { type: "finish" }]));
    expect(ring).toEqual([[178, -18], [182, -18], [182, -17]]);
  });

  it("does not take a drawn shape away on undo and redo", () => {
    const drawn = run([start("polygon"), ...click(178, -18), ...click(182, -18), ...click(182, -17)]);
    expect(run([{ type: "undo" }, { type: "redo" }], drawn)).toMatchObject({ points: [[178, -18], [182, -18], [182, -17]] });
  });

  it("is no wall to a box or a circle", () => {
    expect(ringOf(run([start("rectangle"), ...drag([179, 0], [-179, 1])]))).toEqual([[179, 0], [181, 0], [181, 1], [179, 1]]);
    const lons = ringOf(run([start("circle"), ...drag([179.9, 10], [-179.9, 10])])).map(([lon]) => lon);
    expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(1);
  });
});

describe("a hole", () => {
  const hole: EditorEvent[] = [edit(), { type: "start", tool: "rectangle", purpose: "hole" }];

  it("is drawn into the outline it begins in, and can be taken back", () => {
    const cut = run([...hole, ...drag([0.5, 0.5], [1, 1])]);
    expect(shapeOf(cut)[0]?.rings).toHaveLength(2);
    expect(canUndo(cut)).toBe(true);
    expect(shapeOf(run([{ type: "undo" }], cut))[0]?.rings).toHaveLength(1);
  });

  it("is refused outside of every outline, with the shape left as it was", () => {
    const state = run([...hole, ...drag([5, 5], [6, 6])]);
    expect(state).toMatchObject({ mode: "edit", note: "holeOutside" });
    expect(shapeOf(state)[0]?.rings).toHaveLength(1);
  });

  it("is given up by Escape without giving up the edit", () => {
    expect(run([...hole, press(0.5, 0.5), { type: "cancel" }]).mode).toBe("edit");
  });
});

it("a further part joins the shape that is edited", () => {
  const state = run([edit(), { type: "start", tool: "polygon", purpose: "part" }, ...click(5, 5), ...click(6, 5), ...click(6, 6), { type: "finish" }]);
  expect(shapeOf(state).map(({ areaId }) => areaId)).toEqual(["a", null]);
});

describe("what is in view", () => {
  it("is a box, or all round the one pole that is seen", () => {
    expect(viewOutline([170, -10, 190, 10])).toEqual([[170, -10], [190, -10], [190, 10], [170, 10]]);
    const [north, south] = [viewOutline([-180, 70, 180, 90]), viewOutline([-180, -90, 180, -60])];
    expect([north.length, north[0], north.at(-1)]).toEqual([36, [-180, 70], [170, 70]]);
    expect([south.length, south[0], south.at(-1)]).toEqual([36, [170, -60], [-180, -60]]);
    expect(viewOutline([-180, -90, 180, 90])).toHaveLength(4);
  });
});
