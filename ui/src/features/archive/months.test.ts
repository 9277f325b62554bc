import { expect, it } from "vitest";

import { firstDay, lastDay, monthNumber } from "./months";

it("a month begins on its first day and ends on its last, also in leap years", () => {
  expect([firstDay(monthNumber(2024, 2)), lastDay(monthNumber(2024, 2))]).toEqual(["2024-02-01", "2024-02-29"]);
  expect([firstDay(monthNumber(2025, 12)), lastDay(monthNumber(2025, 12))]).toEqual(["2025-12-01", "2025-12-31"]);
});
