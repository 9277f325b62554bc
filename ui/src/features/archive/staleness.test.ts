import { expect, it } from "vitest";

import type { Area } from "../../ipc";
import { openFilter } from "./filter";
import { folds, shownFilter } from "./folding";
import { asSearched, isMeasured, namesInWords, servedBy, stalenessOf } from "./staleness";
import type { Searched } from "./store";

const area = (id: string, west = 0) => ({ id, name: `Area ${id}`, report: { polygon: { type: "Polygon", coordinates: [[[west, 0]]] } } }) as unknown as Area;
const searched = (areas: Area[]): Searched => ({ areas: areas.map(asSearched), range: { from: null, to: null }, outcome: null });
const [a, b] = [area("a"), area("b")];

it("a list answers for the very areas it was made for, in whatever order", () => {
  expect(stalenessOf(searched([a, b]), [b, a], openFilter())).toBeNull();
  expect(stalenessOf(searched([a]), [b], openFilter())).toBe("areas");
  expect(stalenessOf(searched([a]), [a, b], openFilter())).toBe("areas");
  expect(stalenessOf(searched([a, b]), [a], openFilter())).toBe("areas");
  expect(stalenessOf(searched([a, b]), [a, area("b", 1)], openFilter())).toBe("outline");
  expect(stalenessOf(null, [a], openFilter())).toBeNull();
});

it("what is measured over the outlines of now is right for them", () => {
  const changed = area("b", 1);
  expect(isMeasured({ ...searched([b]), measuredKeys: [asSearched(changed).key] }, [changed])).toBe(true);
  expect(isMeasured(searched([b]), [b])).toBe(false);
});

it("a scene serves the areas it shows something of, the most first", () => {
  expect(servedBy({ shares: [12, 0, 80] }, searched([a, b, area("c")])).map(({ id, share }) => [id, share])).toEqual([["c", 80], ["a", 12]]);
  expect(namesInWords(["Porto"])).toBe("Porto");
  expect(namesInWords(["Porto", "Faro"])).toBe("Porto and Faro");
  expect(namesInWords(["Porto", "Faro", "Braga", "Beja"])).toBe("Porto, Faro and 2 more");
});

it("nothing is folded away from who has said what to see", () => {
  expect(shownFilter(openFilter(), false).minCoverage).toBe(5);
  expect(shownFilter(openFilter(), true).minCoverage).toBeNull();
  for (const patch of [{ minCoverage: 1 }, { keptOnly: true }, { flawedOnly: true }]) {
    expect(folds({ ...openFilter(), ...patch })).toBe(false);
  }
});
