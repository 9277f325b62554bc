import { expect, it } from "vitest";

import { KeptView } from "./keptView";

it("what was in view and is no longer is shown again, unless the user moved away from it", () => {
  let north = 10;
  const kept = new KeptView((bounds) => bounds[3] <= north);
  expect(kept.lost).toBeNull();
  kept.keep([2, 2, 8, 8]);
  expect(kept.lost).toBeNull();
  north = 7;
  expect(kept.lost).toEqual([2, 2, 8, 8]);
  kept.moved();
  expect(kept.lost).toBeNull();
});
