import { expect, it } from "vitest";

import type { SceneFilter } from "../../ipc";
import { openFilter } from "./filter";
import { changeInWords, stepInWords } from "./funnelWords";

const plain = (words: string) => words.replaceAll("\u00a0", " ");

it("dates and shares of the funnel are written as everywhere", () => {
  const filter = { ...openFilter(), dateFrom: "2025-10-03", maxCloud: 12.5, months: [5, 6, 7], constellations: ["PHR" as const] };
  const step = (criterion: Parameters<typeof stepInWords>[0]["criterion"]) => plain(stepInWords({ criterion }, filter));
  expect([null, "dates" as const, "cloud" as const, "months" as const, "constellations" as const].map(step)).toEqual(["Found", "Taken from 3 Oct 2025", "Cloud in scene up to 12.5 %", "Taken in May–Jul", "Pléiades"]);
});

it("a change is named by what it changes", () => {
  const before: SceneFilter = { ...openFilter(), constellations: ["PHR"] };
  const change = (criterion: Parameters<typeof changeInWords>[0]["criterion"], filter: Partial<SceneFilter> = {}, widerByMonths: number | null = null) =>
    plain(changeInWords({ criterion, widerByMonths, filter: { ...before, ...filter } }, before));
  expect(change(null)).toBe("Without any filter");
  expect(change("constellations", { constellations: ["PHR", "PNEO"] })).toBe("Pléiades Neo too");
  expect(change("constellations", { constellations: [] })).toBe("Any constellation");
  expect([1, 3, 12, 120].map((months) => change("dates", {}, months))).toEqual(["1 month wider", "3 months wider", "1 year wider", "10 years wider"]);
  expect(change("dates")).toBe("At any time");
  expect(change("incidence", { maxIncidence: 20 })).toBe("Incidence up to 20.0°");
  expect(change("incidence")).toBe("Any incidence");
  expect(change("kept")).toBe("Not only kept scenes");
});
