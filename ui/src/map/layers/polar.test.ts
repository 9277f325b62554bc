import type { Feature, Position } from "geojson";
import type { CustomRenderMethodInput } from "maplibre-gl";
import { describe, expect, it } from "vitest";

import type { Palette } from "../style/palette";
import { parted } from "./beyond";
import { Eye, spotOf, spotsAlong } from "./eye";
import { areaLayers } from "./overlays";
import { pensOf } from "./pens";
import { drawPolar, prepared } from "./polar";

const polygon = (ring: Position[], properties: Record<string, unknown> = {}): Feature => ({ type: "Feature", properties, geometry: { type: "Polygon", coordinates: [ring] } });
const point = (at: Position, part: string): Feature => ({ type: "Feature", properties: { part }, geometry: { type: "Point", coordinates: at } });

const BOX: Position[] = [[0, 80], [10, 80], [10, 85], [0, 85], [0, 80]];
const BEYOND: Position[] = [[0, 84], [10, 84], [10, 87], [0, 87], [0, 84]];
const ROUND: Position[] = [[0, 80], [120, 80], [240, 80], [0, 80]];

/** A globe of 100 pixels radius in a window of 400 by 300, seen from infinitely far above 0° east on the equator. */
function globe(transition = 1): CustomRenderMethodInput {
  const scaled = (x: number, y: number) => [x, 0, 0, 0, 0, y, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
  return input("GLOBE", { mainMatrix: scaled(100 / 200, 100 / 150), fallbackMatrix: scaled(2, 2), clippingPlane: [0, 0, 1, 0], projectionTransition: transition });
}

/** The earth 512 pixels wide, its upper left corner in that of the window. */
function flat(): CustomRenderMethodInput {
  const [across, down] = [(2 * 512) / 400, (-2 * 512) / 300];
  return input("", { mainMatrix: [across, 0, 0, 0, 0, down, 0, 0, 0, 0, 1, 0, -1, 1, 0, 1], fallbackMatrix: [], clippingPlane: [], projectionTransition: 0 });
}

function input(define: string, projection: object): CustomRenderMethodInput {
  return { shaderData: { define, variantName: define, vertexShaderPrelude: "" }, defaultProjectionData: { tileMercatorCoords: [0, 0, 1, 1], ...projection } } as unknown as CustomRenderMethodInput;
}

const eye = (frame: CustomRenderMethodInput) => new Eye(frame, 400, 300);
const rounded = (numbers: number[]) => numbers.map((number) => Math.round(number) + 0);

describe("what MapLibre can't draw", () => {
  it("is what lies beyond the end of its tiles, or runs round a pole", () => {
    const [box, beyond, round, dot] = [polygon(BOX), polygon(BEYOND), polygon(ROUND), point([5, -88], "vertex")];
    const { within, beyond: rest } = parted({ type: "FeatureCollection", features: [box, beyond, round, dot] });
    expect([within.features, rest]).toEqual([[box], [beyond, round, dot]]);
  });

  it("is nothing of most collections, which stay the same", () => {
    const collection = { type: "FeatureCollection" as const, features: [polygon(BOX), polygon([[179, 0], [181, 0], [181, 1], [179, 0]])] };
    expect(parted(collection).within).toBe(collection);
  });
});

describe("where places are seen", () => {
  it("on a globe the pole is where it is, and far sides are hidden", () => {
    expect(rounded(eye(globe()).at(spotOf(0, 90)))).toEqual([200, 50]);
    expect(rounded(eye(globe()).at(spotOf(90, 0)))).toEqual([300, 150]);
    expect([eye(globe()).side(spotOf(0, 0)), eye(globe()).side(spotOf(180, 0))].map(Math.sign)).toEqual([1, -1]);
  });

  it("on a flat map latitudes are those of Web Mercator, on any turn, and the pole lies far above", () => {
    expect(rounded(eye(flat()).at(spotOf(0, 0)))).toEqual([256, 256]);
    expect(rounded(eye(flat()).at(spotOf(0, 85.051129), 1))).toEqual([768, 0]);
    expect(eye(flat()).at(spotOf(0, 90))[1]).toBeLessThan(-300);
    expect(eye(flat()).side(spotOf(180, 0))).toBe(1);
  });

  it("half way from a globe to a flat map they are half way", () => {
    const [x] = eye(globe(0.5)).at(spotOf(90, 0));
    const [onFlat, onGlobe] = [(2 * 0.75 + 1) * 200, 300];
    expect(x).toBeCloseTo((onFlat + onGlobe) / 2, 6);
  });

  it("lines bend with the earth, and edges go the short way round it", () => {
    const ring = spotsAlong(ROUND);
    expect(ring).toHaveLength(181);
    const last = ring.at(-1) ?? spotOf(0, 0);
    expect(last.flat[0]).toBeCloseTo(1.5, 9);
    last.sphere.forEach((number, axis) => {
      expect(number).toBeCloseTo(spotOf(0, 80).sphere[axis] ?? 0, 9);
    });
  });

  it("lines end at the horizon", () => {
    const pieces = eye(globe()).seen(spotsAlong([[0, 0], [170, 0]]));
    expect(pieces).toHaveLength(1);
    expect(rounded(eye(globe()).at(pieces[0]?.at(-1) ?? spotOf(0, 0)))).toEqual([300, 150]);
    expect(eye(globe()).seen(spotsAlong([[100, 0], [170, 0]]))).toEqual([]);
    expect(eye(globe()).seen(spotsAlong(ROUND))).toHaveLength(2);
  });

  it("ground is seen as far as the horizon and no further", () => {
    const seen = eye(globe());
    const places = seen.seenGround(spotsAlong(ROUND)).map((spot) => seen.at(spot));
    for (const [x, y] of places) {
      expect(Math.hypot(x - 200, y - 150)).toBeLessThan(100.01);
      expect(y).toBeLessThan(150 - 100 * Math.sin((79.9 * Math.PI) / 180));
    }
    expect(Math.min(...places.map(([, y]) => y))).toBeLessThan(50.5);
    expect(seen.seenGround(spotsAlong(BOX.map(([lon = 0, lat = 0]) => [lon + 180, lat - 80])))).toEqual([]);
  });
});

/** Paper that keeps what was drawn on it. */
function paper(): { context: CanvasRenderingContext2D; drawn: string[] } {
  const drawn: string[] = [];
  const style: Record<string, unknown> = {};
  const note = (name: string) => () => void drawn.push(`${name} ${String(style[`${name}Style`])} ${String(style["globalAlpha"])} ${String(style["lineWidth"])}`);
  const target = { beginPath() {}, closePath() {}, moveTo() {}, lineTo() {}, stroke: note("stroke"), fill: note("fill") };
  const own = { ...target, arc: (x: number, y: number, radius: number) => void drawn.push(`arc ${rounded([x, y]).join(" ")} ${radius}`), setLineDash: (dashes: number[]) => void (dashes.length > 0 && drawn.push(`dash ${dashes.join(" ")}`)) };
  const context = new Proxy(own, {
    set: (_, name, value) => {
      style[String(name)] = value;
      return true;
    },
  });
  return { context: context as unknown as CanvasRenderingContext2D, drawn };
}

const PALETTE = new Proxy({}, { get: (_, name) => ({ violet: "#8000ff", aoi: "#ff0080", imageryCasing: "#000000" })[String(name)] ?? "#ffffff" }) as Palette;
const VIOLET = "rgba(128,0,255,1)";

describe("what is drawn near a pole", () => {
  const draw = (source: string, feature: Feature, turns = [0]): string[] => {
    const { context, drawn } = paper();
    drawPolar(context, eye(globe()), pensOf(areaLayers(PALETTE, false)), new Map([[source, [prepared(feature)]]]), () => turns);
    return drawn;
  };

  it("an area has the colour, width and fill that its layers give it", () => {
    const chosen = draw("areas", polygon(BEYOND, { color: "violet", chosen: true }));
    expect(chosen).toEqual([`fill ${VIOLET} 0.06 undefined`, `stroke ${VIOLET} 1 2.2`]);
    expect(draw("areas", polygon(BEYOND, { color: "violet" })).at(-1)).toBe(`stroke ${VIOLET} 0.7 1.4`);
    expect(draw("areas", polygon(BEYOND), [0, 1])).toHaveLength(4);
  });

  it("a shape being drawn has its dashes and handles, each only in its layer", () => {
    const line: Feature = { type: "Feature", properties: { part: "line" }, geometry: { type: "LineString", coordinates: BEYOND } };
    expect(draw("draft", line)).toEqual(["dash 4.8 3.2", "stroke rgba(255,0,128,1) 1 2"]);
    expect(draw("draft", point([0, 90], "vertex")).filter((one) => one.startsWith("arc"))).toEqual(["arc 200 50 5", "arc 200 50 6"]);
    expect(draw("draft", point([180, -80], "vertex"))).toEqual([]);
    expect(draw("draft", point([0, 90], "nothing"))).toEqual([]);
  });
});
