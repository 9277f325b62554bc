import type { Map as MapLibreMap } from "maplibre-gl";
import { beforeEach, describe, expect, it } from "vitest";

import { EditorSession } from "./EditorSession";
import { distanceKm, ellipsoidKm } from "./ground";
import type { Point } from "./ground";
import { measure } from "./measures";
import { bindPointer } from "./pointer";
import { toPolygon, toRings } from "./shape";
import type { SnapTargets } from "./snap";
import { targetsNear } from "./targets";
import { ringOf, square } from "./testing";

/** A map of a hundred pixels a degree round 0°, as far as the editor's pointer knows one. */
class PaperMap {
  readonly #handlers = new Map<string, ((event: unknown) => void)[]>();
  readonly canvas = { style: { cursor: "" } };
  readonly container = document.createElement("div");
  projected = 0;

  on(type: string, handler: (event: unknown) => void) {
    this.#handlers.set(type, [...(this.#handlers.get(type) ?? []), handler]);
  }
  project([lon, lat]: Point) {
    this.projected += 1;
    return { x: lon * 100, y: -lat * 100 };
  }
  unproject([x, y]: [number, number]) {
    return { lng: x / 100, lat: -y / 100 };
  }
  getCenter() {
    return { lng: 0, lat: 0 };
  }
  getCanvasContainer() {
    return this.container;
  }
  getCanvas() {
    return this.canvas;
  }

  /** What happens to the pointer; answers whether the map was kept from moving, or zooming, with it. */
  fire(type: string, lon: number, lat: number, keys: { shiftKey?: boolean; altKey?: boolean; buttons?: number } = {}): boolean {
    let prevented = false;
    const event = {
      lngLat: { lng: lon, lat },
      point: this.project([lon, lat]),
      originalEvent: { button: 0, shiftKey: false, altKey: false, preventDefault: () => undefined, ...keys },
      preventDefault: () => {
        prevented = true;
      },
    };
    for (const handler of this.#handlers.get(type) ?? []) {
      handler(event);
    }
    return prevented;
  }

  click(lon: number, lat: number) {
    this.fire("mousemove", lon, lat);
    this.fire("mousedown", lon, lat);
    this.fire("mouseup", lon, lat);
  }
}

let map = new PaperMap();
let session = new EditorSession();
let others: SnapTargets = { points: [], segments: [] };

beforeEach(() => {
  map = new PaperMap();
  session = new EditorSession();
  others = { points: [], segments: [] };
  bindPointer(map as unknown as MapLibreMap, session, () => others);
});

describe("what a person sees", () => {
  it("a dragged box is drawn, and the map stays where it is", () => {
    session.dispatch({ type: "start", tool: "rectangle" });
    map.fire("mousemove", 1, 1);
    expect(map.fire("mousedown", 1, 1)).toBe(true);
    map.fire("mousemove", 3, 2);
    map.fire("mouseup", 3, 2);
    expect(ringOf(session.state)).toEqual([[1, 1], [3, 1], [3, 2], [1, 2]]);
  });

  it("a drag while a polygon is drawn moves the map and adds no vertex", () => {
    session.dispatch({ type: "start", tool: "polygon" });
    map.click(0, 0);
    expect(map.fire("mousedown", 1, 1)).toBe(false);
    map.fire("mousemove", 2, 2);
    map.fire("mouseup", 2, 2);
    expect(session.state).toMatchObject({ points: [[0, 0]] });
  });

  it("a double click finishes a polygon with the vertices seen, and the map does not zoom in", () => {
    session.dispatch({ type: "start", tool: "polygon" });
    map.click(0, 0);
    map.click(2, 0);
    map.click(2, 2);
    map.click(2.01, 2.01);
    expect(map.fire("dblclick", 2.01, 2.01)).toBe(true);
    expect(ringOf(session.state)).toEqual([[0, 0], [2, 0], [2, 2]]);
  });

  it("the second click of a double click that has finished a shape does not zoom in either", () => {
    session.dispatch({ type: "start", tool: "rectangle" });
    map.click(0, 0);
    map.click(1, 1);
    expect(session.active).toBe(false);
    expect(map.fire("dblclick", 1, 1)).toBe(true);
  });

  it("a hand that trembles on a vertex moves nothing", () => {
    session.dispatch({ type: "edit", shape: square() });
    map.fire("mousedown", 2, 2);
    map.fire("mousemove", 2.02, 2.01);
    map.fire("mouseup", 2.02, 2.01);
    expect(session.state).toMatchObject({ past: [], selected: [{ index: 2 }] });
  });

  it("a vertex near a corner of a neighbour goes onto it, and with Alt it does not", () => {
    others = { points: [[3, 3]], segments: [] };
    session.dispatch({ type: "edit", shape: square() });
    map.fire("mousedown", 2, 2);
    map.fire("mousemove", 2.97, 3.02);
    expect(session.snapped).toEqual({ at: [3, 3], to: "vertex" });
    map.fire("mousemove", 2.97, 3.02, { altKey: true });
    expect(session.snapped).toBeNull();
    map.fire("mousemove", 2.97, 3.02);
    map.fire("mouseup", 2.97, 3.02);
    expect(ringOf(session.state)[2]).toEqual([3, 3]);
  });

  it("a drag that ends over a panel, or outside the window, is over", () => {
    session.dispatch({ type: "edit", shape: square() });
    map.fire("mousedown", 2, 2);
    map.fire("mousemove", 3, 3);
    document.body.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
    map.fire("mousemove", 9, 9);
    expect(session.state).toMatchObject({ gesture: null });
    expect(ringOf(session.state)[2]).toEqual([3, 3]);
    map.fire("mousedown", 3, 3);
    map.fire("mousemove", 4, 4);
    map.fire("mousemove", 9, 9, { buttons: 0 });
    expect(ringOf(session.state)[2]).toEqual([4, 4]);
  });

  it("a right click says what it fell on and draws nothing", () => {
    session.dispatch({ type: "edit", shape: square() });
    map.fire("contextmenu", 2.02, 0.02);
    expect(session.getMenu()).toMatchObject({ hit: { kind: "vertex", ref: { index: 1 } } });
    expect(session.state).toMatchObject({ past: [] });
  });

  it("a box has the sides that were told while it was drawn, and a circle its radius", () => {
    session.dispatch({ type: "start", tool: "rectangle" });
    map.fire("mousedown", 10, 50);
    map.fire("mousemove", 11, 50.5);
    const told = measure(session.state);
    map.fire("mouseup", 11, 50.5);
    const [a, , , d] = ringOf(session.state);
    expect(told?.kind === "box" ? told.height / distanceKm(a ?? [0, 0], d ?? [0, 0]) : 0).toBeCloseTo(1, 2);

    session.dispatch({ type: "start", tool: "circle" });
    map.fire("mousedown", 10, 50);
    map.fire("mousemove", 10, 50.5);
    const radius = measure(session.state);
    map.fire("mouseup", 10, 50.5);
    for (const point of ringOf(session.state)) {
      expect(radius?.kind === "radius" ? radius.km / ellipsoidKm([10, 50], point) : 0).toBeCloseTo(1, 6);
    }
  });

  it("coordinates may have as many decimals as a file has", () => {
    const rings = toRings({ type: "Polygon", coordinates: [[[0.12345678901234, 1], [1, 1], [1, 2.000000000000001], [0.12345678901234, 1]]] });
    session.dispatch({ type: "edit", shape: [{ areaId: "a", rings }] });
    expect(toPolygon(rings).coordinates[0]?.[0]).toEqual([0.1234568, 1]);
    expect(session.state.mode).toBe("edit");
  });

  it("a thousand other areas do not come between the pointer and the shape", () => {
    const features = Array.from({ length: 1000 }, (_, place) => {
      const [lon, lat] = [(place % 40) * 2, Math.floor(place / 40) * 2];
      return { type: "Feature" as const, properties: {}, geometry: { type: "Polygon" as const, coordinates: [[[lon, lat], [lon + 1, lat], [lon + 1, lat + 1], [lon, lat]]] } };
    });
    others = targetsNear([20.001, 20.001], [{ type: "FeatureCollection", features }], null, 10);
    session.dispatch({ type: "edit", shape: square() });
    map.fire("mousedown", 2, 2);
    const before = map.projected;
    map.fire("mousemove", 20.02, 20.02);
    expect(session.snapped).toEqual({ at: [20, 20], to: "vertex" });
    // Of three thousand vertices and edges only those near the pointer are looked at.
    expect(map.projected - before).toBeLessThan(60);
  });
});
