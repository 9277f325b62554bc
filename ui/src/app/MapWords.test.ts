import { expect, it } from "vitest";

import type { Area } from "../ipc";
import { mapInWords } from "./MapWords";

function area(id: string, bounds: [number, number, number, number]): Area {
  const polygon = { type: "Polygon" as const, coordinates: [] };
  return { id, name: `Area ${id}`, color: "rose", report: { polygon, km2: 1, perimeterKm: 4, vertices: 4, bounds, centroid: [0, 0], faults: [], orderable: true } };
}

const seen = { bounds: [-10, 38, -8, 40] as [number, number, number, number], kmWide: 170 };
const plain = (text: string) => text.replaceAll("\u00a0", " ");

it("the map says where it is and which areas are in view, the chosen one first", () => {
  const words = plain(mapInWords({ seen, areas: [area("1", [-9, 38.5, -8.9, 38.6]), area("2", [-9, 38.5, -8.9, 38.6]), area("3", [50, 1, 51, 2])], chosenId: "2", scenes: null, sceneChosen: null }));
  expect(words).toContain("170 km wide");
  expect(words).toContain("In view: Area 2, chosen; Area 1.");
  expect(words).not.toContain("Area 3");
  expect(words).not.toContain("scene");
});

it("it says that what is chosen lies elsewhere, and is short with many areas", () => {
  const many = Array.from({ length: 9 }, (_, index) => area(String(index), [-9, 38.5, -8.9, 38.6]));
  const words = plain(mapInWords({ seen, areas: [...many, area("far", [50, 1, 51, 2])], chosenId: "far", scenes: 1, sceneChosen: "Pléiades 1A, 26 Sep 2026" }));
  expect(words).toContain("and 5 more");
  expect(words).toContain("Area far is chosen and lies outside the view.");
  expect(words).toContain("One scene passes the filters; Pléiades 1A, 26 Sep 2026 is chosen.");
  expect(plain(mapInWords({ seen, areas: [], chosenId: null, scenes: 0, sceneChosen: null }))).toContain("No area is in view. 0 scenes pass the filters.");
});

it("an area on another turn round the earth is in view as well", () => {
  const words = mapInWords({ seen: { bounds: [178, -20, 182, -16], kmWide: 400 }, areas: [area("Fiji", [-179.9, -18, -179, -17])], chosenId: null, scenes: null, sceneChosen: null });
  expect(words).toContain("In view: Area Fiji.");
});
