import { expect, it } from "vitest";

import { KeptView } from "./keptView";
import type { Bounds } from "./view";

it("what was in view and is no longer is shown again, unless the user moved away from it", () => {
  let shown: Bounds | null = [0, 0, 10, 10];
  const kept = new KeptView(() => shown);
  kept.keep([2, 2, 8, 8]);
  expect(kept.lost).toBeNull();
  shown = [0, 0, 7, 10];
  expect(kept.lost).toEqual([2, 2, 8, 8]);
  kept.moved();
  expect(kept.lost).toBeNull();
  shown = null;
  expect(kept.sees([2, 2, 3, 3])).toBe(false);
});
