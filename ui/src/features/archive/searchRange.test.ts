import { expect, it } from "vitest";

import { rangeCovers, readDay, searchRange } from "./searchRange";

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

it("a day that does not exist is not read", () => {
  expect(readDay("2026-2-3")).toBe("2026-02-03");
  expect(readDay("2026-02-30")).toBeNull();
  expect(readDay("yesterday")).toBeNull();
});
