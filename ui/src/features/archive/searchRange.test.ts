import { expect, it } from "vitest";

import { presets, rangeCovers, searchRange } from "./searchRange";

const TODAY = "2026-09-30";

it("a wish within three calendar years is searched over all of them", () => {
  expect(searchRange({ dateFrom: "2026-01-01", dateTo: "2026-02-01" }, TODAY)).toEqual({ from: "2024-01-01", to: null });
});

it("an older wish is searched as it is", () => {
  expect(searchRange({ dateFrom: "2015-01-01", dateTo: "2015-12-31" }, TODAY)).toEqual({ from: "2015-01-01", to: "2015-12-31" });
});

it("dates inside the searched range need no new search, wider ones do", () => {
  const searched = { from: "2024-01-01", to: null };
  expect(rangeCovers(searched, { dateFrom: "2025-03-01", dateTo: null })).toBe(true);
  expect(rangeCovers(searched, { dateFrom: "2023-12-31", dateTo: null })).toBe(false);
  expect(rangeCovers(searched, { dateFrom: null, dateTo: null })).toBe(false);
});

it("last 3 years means three years, and every preset begins at the same day of the month or the year", () => {
  expect(presets(TODAY).map(({ label, range }) => [label, range.from])).toEqual([
    ["Last 30 days", "2026-08-31"],
    ["Last 3 months", "2026-06-30"],
    ["This year", "2026-01-01"],
    ["Last 12 months", "2025-09-30"],
    ["Last 3 years", "2023-09-30"],
    ["Any date", null],
  ]);
});
