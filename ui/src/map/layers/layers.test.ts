import { expect, it } from "vitest";

import { roundScale } from "../chrome/scale";
import { areQuadrilaterals, readFootprintBuffer } from "./footprintBuffer";
import { thinning } from "./footprints";
import { listedRamp, spreadRamp } from "./ramps";
import { LAYER_ORDER, beforeId } from "./order";
import { onSquare } from "./pictures";

/** As `Archive::footprint_buffer` writes it. */
function buffer(magic: number, kind: number, items: number, body: (view: DataView, at: number) => void, bytes: number): ArrayBuffer {
  const written = new ArrayBuffer(48 + bytes);
  const view = new DataView(written);
  [magic, kind, items, 7].forEach((value, index) => {
    view.setUint32(index * 4, value, true);
  });
  [0.25, 0.75, 0, 100].forEach((value, index) => {
    view.setFloat64(16 + index * 8, value, true);
  });
  body(view, 48);
  return written;
}

const MAGIC = 0x32574650;

function outlines(magic: number, items: number[][]): ArrayBuffer {
  return buffer(magic, 1, items.length, (view, at) => {
    items.flat().forEach((value, index) => {
      view.setFloat32(at + index * 4, value, true);
    });
    items.forEach((_, item) => {
      view.setUint8(at + items.length * 40 + item, 254);
    });
  }, items.length * 41);
}

const SQUARE = [0, 0, 1, 0, 1, 1, 0, 1, 0, 0];

it("outlines are read round their origin, with their shades", () => {
  const read = readFootprintBuffer(outlines(MAGIC, [SQUARE]));
  expect(read).toMatchObject({ kind: "outlines", whole: false, matched: 7, origin: [0.25, 0.75], west: 0.25, east: 1.25, range: [0, 100] });
  expect(read.kind === "outlines" && [[...read.corners], [...read.shades]]).toEqual([SQUARE, [254]]);
  expect(read.kind === "outlines" && areQuadrilaterals(read)).toBe(true);
  const open = readFootprintBuffer(outlines(MAGIC, [[0, 0, 1, 0, 1, 1, 0, 1, 0, 2]]));
  expect(open.kind === "outlines" && areQuadrilaterals(open)).toBe(false);
});

it("a density is read as a grid", () => {
  const read = readFootprintBuffer(buffer(MAGIC, 2, 6, (view, at) => {
    view.setUint32(at, 3, true);
    view.setUint32(at + 4, 2, true);
    [0.1, 0.2, 0.3, 0.4].forEach((value, index) => {
      view.setFloat64(at + 8 + index * 8, value, true);
    });
    view.setUint8(at + 40, 9);
  }, 40 + 6));
  expect(read).toMatchObject({ kind: "density", columns: 3, rows: 2, edges: [0.1, 0.2, 0.3, 0.4] });
  expect(read.kind === "density" && [...read.cells]).toEqual([9, 0, 0, 0, 0, 0]);
});

it("a buffer of another kind or a cut one is refused", () => {
  expect(() => readFootprintBuffer(outlines(1, []))).toThrow("unknown form");
  expect(() => readFootprintBuffer(outlines(MAGIC, [SQUARE]).slice(0, 60))).toThrow("cut short");
});

it("a ramp goes from its first colour to its last, and keeps one for the unknown", () => {
  const ramp = spreadRamp(["#000000", "#ffffff"], "#ff0000");
  expect([ramp[0], ramp[254], ramp[255]]).toEqual([[0, 0, 0], [1, 1, 1], [1, 0, 0]]);
  expect(ramp[127]?.[0]).toBeCloseTo(0.5);
  expect(listedRamp(["#0000ff"], "#ff0000").slice(0, 2)).toEqual([[0, 0, 1], [1, 0, 0]]);
});

it("lines thin with their number, so that hundreds leave the land to be seen", () => {
  expect([thinning(0), thinning(1), thinning(60)]).toEqual([1, 1, 1]);
  expect(thinning(559)).toBeLessThan(0.35);
  expect(thinning(559)).toBeGreaterThan(thinning(5_000));
  expect(thinning(1_000_000)).toBe(0.15);
});

it("outlines lie below the pictures, and what is picked out above them", () => {
  const place = (id: (typeof LAYER_ORDER)[number]) => LAYER_ORDER.indexOf(id);
  expect(place("footprints")).toBeLessThan(place("pictures"));
  for (const id of ["scene-hover", "scene-basket", "scene-selected", "scene-over-casing", "area-over-casing"] as const) {
    expect(place(id)).toBeGreaterThan(place("pictures"));
  }
});

it("a layer goes below the next one that is on the map", () => {
  const present = (id: string) => ["land", "area-line"].includes(id);
  expect(beforeId("pictures", present)).toBe("area-line");
  expect(beforeId("faults", present)).toBeUndefined();
});

it("a layer without a place in the order cannot be added", () => {
  expect(() => beforeId("surprise", () => true)).toThrow("no place in the order");
});

it("the scale bar shows a round length that fits", () => {
  expect(roundScale(7.3)).toBe(5);
  expect(roundScale(0.27)).toBeCloseTo(0.2);
  expect(roundScale(100)).toBe(100);
});

it("a picture whose middle lies across the 180th meridian is laid on the turn where MapLibre has tiles", () => {
  const across = (west: number): [number, number][] => [[west, 1], [west + 1, 1], [west + 1, 0], [west, 0]];
  expect(onSquare(across(179.6))).toEqual(across(-180.4));
  expect(onSquare(across(179.4))).toEqual(across(179.4));
  expect(onSquare(across(-180.6))).toEqual(across(179.4));
  expect(onSquare(across(179.5))).toEqual(across(-180.5));
  expect(onSquare(across(0).slice(1))).toBeNull();
  expect(onSquare(across(0).map(([lon, lat]) => [lon, lat + 86]))).toBeNull();
});
