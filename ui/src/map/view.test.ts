import { describe, expect, it } from "vitest";

import { poleView } from "./view";

const WINDOW = { clientWidth: 900, clientHeight: 700 };

describe("the view of an area round a pole", () => {
  it("looks at the pole, from as far as shows the whole of it", () => {
    const near = poleView([-180, 85, 180, 90], WINDOW);
    const far = poleView([-180, 60, 180, 90], WINDOW);
    expect(near?.center).toEqual([0, 90]);
    expect(poleView([-180, -90, 180, -70], WINDOW)?.center).toEqual([0, -90]);
    expect(near?.zoom ?? 0).toBeGreaterThan(far?.zoom ?? 9);
    expect(far?.zoom).toBeGreaterThanOrEqual(0);
  });

  it("is that of any other area where it goes round none", () => {
    expect(poleView([-10, 80, 10, 89], WINDOW)).toBeNull();
    expect(poleView([-180, -60, 180, 60], WINDOW)).toBeNull();
  });
});
