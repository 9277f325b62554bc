import { expect, it } from "vitest";

import { flatView, grown, serves } from "./keptPicture";

/** The projection of a view whose middle is at `x`, `y` and whose world is `world` pixels wide. */
function projection(x: number, y: number, world: number, width: number, height: number, depth = 3): number[] {
  const [across, down] = [(2 * world * depth) / width, (-2 * world * depth) / height];
  return [across, 0, 0, 0, 0, down, 0, 0, 0, 0, 1, 0, -across * x, -down * y, 0, depth];
}

it("the view is read from its projection", () => {
  const view = flatView(projection(0.5, 0.25, 1000, 400, 200), 400, 200);
  expect(view?.unit).toBeCloseTo(0.001, 12);
  [0.3, 0.15, 0.7, 0.35].forEach((edge, index) => {
    expect(view?.edges[index]).toBeCloseTo(edge, 12);
  });
  const tilted = projection(0.5, 0.25, 1000, 400, 200);
  tilted[7] = -5;
  expect(flatView(tilted, 400, 200)).toBeNull();
});

it("a picture serves until the view leaves its margin or another size is wanted", () => {
  const at = (x: number, world: number) => {
    const view = flatView(projection(x, 0.25, world, 400, 200), 400, 200);
    if (view === null) {
      throw new Error("it is flat");
    }
    return view;
  };
  const picture = grown(at(0.5, 1000));
  expect([picture.width, picture.height]).toEqual([680, 340]);
  expect(serves(picture, at(0.6, 1000), false)).toBe(true);
  expect(serves(picture, at(0.65, 1000), false)).toBe(false);
  expect(serves(picture, at(0.5, 1200), false)).toBe(false);
  expect(serves(picture, at(0.5, 1200), true)).toBe(true);
  expect(serves(picture, at(0.5, 1600), true)).toBe(false);
  expect(serves(picture, at(0.5, 500), true)).toBe(false);
});
