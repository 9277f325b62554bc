import { expect, it } from "vitest";

import { roundScale } from "../chrome/scale";
import { readFootprintBuffer } from "./footprints";
import { beforeId } from "./order";

function buffer(magic: number, segments: number[][]): ArrayBuffer {
  const bytes = new ArrayBuffer(24 + segments.length * 16);
  const view = new DataView(bytes);
  view.setUint32(0, magic, true);
  view.setUint32(4, segments.length, true);
  view.setFloat64(8, 0.25, true);
  view.setFloat64(16, 0.75, true);
  segments.flat().forEach((value, index) => {
    view.setFloat32(24 + index * 4, value, true);
  });
  return bytes;
}

it("footprints are read as segments round their origin", () => {
  const read = readFootprintBuffer(buffer(0x53574650, [[0, 0, 0.5, 0.5], [0.5, 0.5, 1, 0]]));
  expect(read.origin).toEqual([0.25, 0.75]);
  expect([...read.segments]).toEqual([0, 0, 0.5, 0.5, 0.5, 0.5, 1, 0]);
  expect([read.west, read.east]).toEqual([0.25, 1.25]);
});

it("a buffer of another kind or a cut one is refused", () => {
  expect(() => readFootprintBuffer(buffer(1, []))).toThrow("unknown form");
  expect(() => readFootprintBuffer(buffer(0x53574650, [[0, 0, 1, 1]]).slice(0, 30))).toThrow("cut short");
});

it("a layer goes below the next one that is on the map", () => {
  const present = (id: string) => ["land", "area-line"].includes(id);
  expect(beforeId("quicklook", present)).toBe("area-line");
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
