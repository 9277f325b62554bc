import { describe, expect, it } from "vitest";

import { crossings } from "./crossings";
import { draftFeatures } from "./draftFeatures";
import { destination, ellipsoidKm } from "./ground";
import type { Point } from "./ground";
import { hitTest } from "./hits";
import { measure } from "./measures";
import { toPolygon, toRings } from "./shape";
import { snap } from "./snap";
import { featureTargets, footprintTargets, ownTargets } from "./targets";
import { SQUARE, click, edit, move, press, run, vertex } from "./testing";

// A map of a hundred pixels a degree.
const project = ([lon, lat]: Point) => ({ x: lon * 100, y: -lat * 100 });
const parts = (features: ReturnType<typeof draftFeatures>) => features.features.map(({ properties }) => String(properties?.["part"]));

describe("a crossing", () => {
  it("is marked where it is, and neighbours that share a vertex are none", () => {
    const [found, ...more] = crossings([[[0, 0], [2, 0], [0, 2], [2, 2]]], true);
    expect(found?.at).toEqual([1, 1]);
    expect(more).toHaveLength(0);
    expect(crossings([SQUARE], true)).toHaveLength(0);
  });

  it("shows while it is drawn, before the outline is closed, and takes its fill away", () => {
    const shown = parts(draftFeatures(run([{ type: "start", tool: "polygon" }, ...click(0, 0), ...click(2, 2), ...click(2, 0), move(0, 2)])));
    expect(shown.filter((part) => part === "crossing")).toHaveLength(3);
    expect(shown).not.toContain("fill");
  });

  it("shows while a vertex is dragged over an edge, and between an outline and its hole", () => {
    const shown = draftFeatures(run([edit(), press(2, 2, vertex(2)), move(-1, 1)]));
    expect(parts(shown)).toContain("crossing");
    expect(crossings([SQUARE, [[1, 1], [3, 1], [3, 1.5]]], true)).toHaveLength(2);
  });

  it("is found among a thousand edges by their extent, not by trying every pair", () => {
    const zigzag: Point[] = Array.from({ length: 1500 }, (_, step) => [step * 0.01, step % 2]);
    expect(crossings([[...zigzag, [15, -1], [0, -1]]], true)).toHaveLength(0);
  });
});

describe("handles", () => {
  it("of five thousand vertices are drawn only where one looks", () => {
    const ring: Point[] = Array.from({ length: 5000 }, (_, step) => [Math.cos(step / 796) * 10, Math.sin(step / 796) * 10]);
    const state = run([edit([{ areaId: null, rings: [ring] }])]);
    expect(parts(draftFeatures(state, [-20, -20, 20, 20]))).not.toContain("vertex");
    const near = parts(draftFeatures(state, [9, -1, 11, 1])).filter((part) => part === "vertex");
    expect(near.length).toBeGreaterThan(50);
    expect(near.length).toBeLessThan(300);
  });

  it("are found under the pointer: vertex before midpoint before edge before ground", () => {
    const state = run([edit()]);
    const under = (lon: number, lat: number) => hitTest(state, project([lon, lat]), [lon, lat], project);
    expect(under(2.03, 0.02)).toEqual(vertex(1));
    expect(under(1, 0.03)).toMatchObject({ kind: "midpoint", ref: { index: 0 } });
    expect(under(0.5, 0.03)).toMatchObject({ kind: "edge", ref: { index: 0 } });
    expect(under(1, 1)).toEqual({ kind: "inside", part: 0 });
    expect(under(5, 5)).toBeNull();
  });
});

describe("snapping", () => {
  it("prefers a vertex to an edge, and lets go beyond its reach", () => {
    const targets = featureTargets([{ type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [[[0, 0], [2, 0], [2, 2], [0, 0]]] } }] }]);
    expect(snap(project([2.05, 0.05]), [2.05, 0.05], targets, project)).toEqual({ at: [2, 0], to: "vertex" });
    expect(snap(project([1, 0.05]), [1, 0.05], targets, project)).toEqual({ at: [1, 0], to: "edge" });
    expect(snap(project([1, -0.2]), [1, -0.2], targets, project)).toBeNull();
  });

  it("leaves out the vertex that is being dragged and the last one drawn", () => {
    expect(ownTargets(run([edit(), press(2, 2, vertex(2)), move(3, 3)])).points).toEqual([[0, 0], [2, 0], [0, 2]]);
    expect(ownTargets(run([{ type: "start", tool: "polygon" }, ...click(0, 0), ...click(1, 0)])).points).toEqual([[0, 0]]);
  });

  it("finds the corner of a footprint in the buffer the map draws", () => {
    // A square on the equator from 0° to 1.8° east and south, in units of the whole world.
    const footprints = { origin: [0.5, 0.5] as [number, number], corners: Float32Array.from([0, 0, 0.005, 0, 0.005, 0.005, 0, 0.005, 0, 0]) };
    expect(footprintTargets(footprints, [1.8, 0.001], 1e-4).points[1]?.[0]).toBeCloseTo(1.8, 4);
    expect(footprintTargets(footprints, [10, 10], 1e-4).points).toHaveLength(0);
  });
});

describe("what is told beside the pointer", () => {
  it("is the length of a side, its direction and its angle to the last one", () => {
    const told = measure(run([{ type: "start", tool: "polygon" }, ...click(0, 0), ...click(1, 0), move(1, 1)]));
    expect(told).toMatchObject({ kind: "side", bearing: 0 });
    expect(told?.kind === "side" ? told.km : 0).toBeCloseTo(110.574, 2);
    expect(told?.kind === "side" ? told.angle : 0).toBeCloseTo(90, 6);
  });

  it("is how wide and high a box is", () => {
    const told = measure(run([{ type: "start", tool: "rectangle" }, press(0, 0), move(1, 1)]));
    expect(told?.kind === "box" ? told.height : 0).toBeCloseTo(110.574, 2);
  });

  it("agrees with the ellipsoid over a long way", () => {
    // Paris to New York, as GeographicLib gives it.
    expect(ellipsoidKm([2.3522, 48.8566], [-74.006, 40.7128])).toBeCloseTo(5852.94, -1);
  });
});

describe("longitudes", () => {
  it("of a shape across the 180th meridian stay in one piece", () => {
    expect(toPolygon([[[538, -18], [542, -18], [542, -17]]]).coordinates[0]).toEqual([[178, -18], [182, -18], [182, -17], [178, -18]]);
    expect(toRings({ type: "Polygon", coordinates: [[[178, -18], [-178, -18], [-178, -17], [178, -18]]] })).toEqual([[[178, -18], [182, -18], [182, -17]]]);
    expect(toRings({ type: "Polygon", coordinates: [[[0, 80], [120, 80], [240, 80], [360, 80]]] })).toEqual([[[0, 80], [120, 80], [240, 80]]]);
  });

  it("of a destination run on past ±180", () => {
    expect(destination([179.5, 0], 90, 111.2)[0]).toBeCloseTo(180.5, 2);
  });
});
