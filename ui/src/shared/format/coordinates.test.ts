import { describe, expect, it } from "vitest";

import { formatCoordinate, parseCoordinate, parseLength, parsePoint, parseSize, parseStride } from "./coordinates";

describe("a single coordinate", () => {
  it("is read in decimal degrees and in degrees, minutes, seconds", () => {
    for (const [text, axis, degrees] of [
      ["38.7713", "lat", 38.7713],
      ["-9.0884", "lon", -9.0884],
      ["9,0884 W", "lon", -9.0884],
      ["38°46'16.68\"N", "lat", 38.7713],
      ["38 46 16.68", "lat", 38.7713],
      ["S 12°30′", "lat", -12.5],
      ["181.5", "lon", 181.5],
    ] as const) {
      expect(parseCoordinate(text, axis), text).toBeCloseTo(degrees, 9);
    }
  });

  it("is refused when it is out of range, on the other axis or no number", () => {
    for (const [text, axis] of [["91", "lat"], ["9 E", "lat"], ["38 61", "lat"], ["north", "lat"], ["", "lon"], ["1-2", "lon"], ["-9 W", "lon"]] as const) {
      expect(parseCoordinate(text, axis), text).toBeNull();
    }
  });

  it("comes back as it was written", () => {
    for (const value of [38.7713, -9.0884, -0.0001, 179.999999]) {
      expect(parseCoordinate(formatCoordinate(value, "lon", "decimal"), "lon")).toBeCloseTo(value, 6);
      expect(Math.abs((parseCoordinate(formatCoordinate(value, "lon", "dms"), "lon") ?? 0) - value)).toBeLessThan(2e-6);
    }
    expect(formatCoordinate(59.9999999, "lat", "dms")).toBe("60°00′00.00″ N");
    expect(formatCoordinate(181, "lon", "decimal")).toBe("-179");
  });
});

it("a point is longitude first unless letters say otherwise", () => {
  for (const text of ["-9.0884 38.7713", "-9.0884, 38.7713", "-9.0884,38.7713", "38.7713 N 9.0884 W", "9.0884W, 38.7713N", "N38.7713 W9.0884"]) {
    const [lon, lat] = parsePoint(text) ?? [0, 0];
    expect(lon, text).toBeCloseTo(-9.0884, 9);
    expect(lat, text).toBeCloseTo(38.7713, 9);
  }
  const dms = parsePoint("38°46'16.68\"N 9°05'18.24\"W");
  expect(dms?.[0]).toBeCloseTo(-9.0884, 6);
  expect(parsePoint("9 N 8 N")).toBeNull();
  expect(parsePoint("12")).toBeNull();
});

it("a decimal comma is no separator, and what can be read in two ways is no point", () => {
  for (const text of ["-9,0884 38,7713", "-9,0884, 38,7713", "-9,0884; 38,7713", "38,7713 N 9,0884 W", "38° 46,278' N 9° 5,304' W"]) {
    const [lon, lat] = parsePoint(text) ?? [0, 0];
    expect(lon, text).toBeCloseTo(-9.0884, 6);
    expect(lat, text).toBeCloseTo(38.7713, 6);
  }
  expect(parsePoint("-9,2 38,7")).toEqual([-9.2, 38.7]);
  expect(parsePoint("9,38")).toEqual([9, 38]);
  for (const text of ["38,7,-9,2", "16.7 N 22.9 O", "16°42'N 22°54'O", "38.7O5 N 9.1 W"]) {
    expect(parsePoint(text), text).toBeNull();
  }
  expect(parseCoordinate("22.9 O", "lon")).toBeNull();
});

it("a length is in kilometres unless it says metres", () => {
  expect(parseLength("5 km")).toBe(5);
  expect(parseLength("800 m")).toBe(0.8);
  expect(parseLength("2,5")).toBe(2.5);
  expect(parseLength("0")).toBeNull();
  expect(parseLength("far")).toBeNull();
});

it("a box is given by its sides, a side by its length and direction", () => {
  expect(parseSize("5 x 3 km")).toEqual([5, 3]);
  expect(parseSize("800×600 m")).toEqual([0.8, 0.6]);
  expect(parseSize("5 km")).toBeNull();
  expect(parseSize("-9.1 38.7")).toBeNull();
  expect(parseStride("5 km 90°")).toEqual({ km: 5, bearing: 90 });
  expect(parseStride("250 m, 12.5")).toEqual({ km: 0.25, bearing: 12.5 });
  expect(parseStride("5 km 400")).toBeNull();
  expect(parseStride("-9.1 38.7")).toBeNull();
});
