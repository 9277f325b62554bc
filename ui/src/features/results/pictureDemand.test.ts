import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { commands } from "../../ipc/fake";
import { pictureArrived, wantPicture, wasGivenUp } from "./pictureDemand";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it("what was scrolled past is given up in one go, but for what somebody still looks at or is here", async () => {
  const giveUp = vi.spyOn(commands, "giveUpPictures");
  const [past, other, shared, here, back] = ["past", "other", "shared", "here", "back"].map((name) => [`thumbnail/${name}`, wantPicture(`thumbnail/${name}`)] as const);
  wantPicture("thumbnail/shared");
  pictureArrived("thumbnail/here");
  for (const one of [past, other, shared, here, back]) {
    one?.[1]();
  }
  wantPicture("thumbnail/back");
  await vi.advanceTimersByTimeAsync(1000);
  expect(giveUp.mock.calls).toEqual([[["thumbnail/past", "thumbnail/other"]]]);
  expect([wasGivenUp("thumbnail/past"), wasGivenUp("thumbnail/past"), wasGivenUp("thumbnail/back")]).toEqual([true, false, false]);
});
