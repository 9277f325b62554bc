import { expect, it } from "vitest";

import { inWords, isSet, monthsInWords, openFilter } from "./filter";

it("months in a row are told as a span, also across the new year", () => {
  expect(monthsInWords([5, 6, 7, 8, 9])).toBe("May–Sep");
  expect(monthsInWords([1, 2, 11, 12])).toBe("Nov–Feb");
  expect(monthsInWords([3, 1])).toBe("Jan, Mar");
  expect(monthsInWords([7])).toBe("Jul");
  expect(monthsInWords([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).toContain("Dec");
});

it("an open filter has nothing set", () => {
  const filter = openFilter();
  expect(isSet(filter, "months") || isSet(filter, "minSun") || isSet(filter, "keptOnly")).toBe(false);
  expect(isSet({ ...filter, months: [1] }, "months")).toBe(true);
  expect(inWords({ ...filter, maxResolution: 0.5 }, "maxResolution")).toBe("pixels ≤ 0.5\u00a0m");
});
