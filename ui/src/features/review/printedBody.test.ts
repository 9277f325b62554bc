import { describe, expect, it } from "vitest";

import { hasPositions, partsOf, printBody, shortHash } from "./printedBody";

const body = JSON.stringify({ contractId: "CTR1", aoi: [{ id: 1, geometry: { type: "Polygon", coordinates: [[[1, 2], [3, 4], [5, 6], [1, 2]]] } }] }, null, 2);

describe("the printed body", () => {
  it("small parts stand on one line", () => {
    expect(printBody('{"a": 1, "b": ["x"]}', true)).toBe('{ "a": 1, "b": [ "x" ] }');
  });

  it("a folded ring says how many positions it has", () => {
    expect(printBody(body, true)).toContain("[ … 4 positions ]");
    expect(hasPositions(body)).toBe(true);
  });

  it("unfolded it is the same JSON", () => {
    expect(JSON.parse(printBody(body, false))).toEqual(JSON.parse(body));
  });

  it("what is no JSON is shown as it is", () => {
    expect(printBody("a=1&b=2", true)).toBe("a=1&b=2");
  });

  it("keys are set apart from values", () => {
    expect(partsOf('{ "a": "b" }')).toEqual([
      { text: "{ ", isKey: false },
      { text: '"a"', isKey: true },
      { text: ': "b" }', isKey: false },
    ]);
  });

  it("a hash is shortened to what an eye compares", () => {
    expect(shortHash("9c4177e0aa")).toBe("9c41 77e0 …");
  });
});
