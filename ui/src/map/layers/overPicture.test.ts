import type { FeatureCollection } from "geojson";
import { describe, expect, it } from "vitest";

import { overPictures, piecesWithin } from "./overPicture";

const GROUND: [number, number][] = [[0, 4], [4, 4], [4, 0], [0, 0]];

describe("the pieces of a line over a picture", () => {
  it("are cut at its edges, whichever way its corners run", () => {
    for (const ground of [GROUND, [...GROUND].reverse()]) {
      expect(piecesWithin(ground, [[-2, 2], [2, 2], [2, 6]])).toEqual([[[0, 2], [2, 2], [2, 4]]]);
      expect(piecesWithin(ground, [[-2, 2], [6, 2]])).toEqual([[[0, 2], [4, 2]]]);
      expect(piecesWithin(ground, [[5, 0], [5, 5]])).toEqual([]);
      expect(piecesWithin(ground, [[1, 1], [3, 3]])).toEqual([[[1, 1], [3, 3]]]);
    }
  });

  it("are several where it leaves and comes back", () => {
    expect(piecesWithin(GROUND, [[3, 1], [6, 1], [6, 3], [3, 3]])).toEqual([[[3, 1], [4, 1]], [[4, 3], [3, 3]]]);
  });

  it("are found round the earth", () => {
    const across: [number, number][] = [[178, 4], [182, 4], [182, 0], [178, 0]];
    expect(piecesWithin(across, [[-179, 2], [-177, 2]])).toEqual([[[181, 2], [182, 2]]]);
  });

  it("are those of areas and scenes, with what they are; nothing where no picture is shown", () => {
    const areas: FeatureCollection = {
      type: "FeatureCollection",
      features: [
        { type: "Feature", properties: { color: "teal" }, geometry: { type: "Polygon", coordinates: [[[1, 1], [2, 1], [2, 2], [1, 1]]] } },
        { type: "Feature", properties: { color: "lime" }, geometry: { type: "Polygon", coordinates: [[[11, 1], [12, 1], [12, 2], [11, 1]]] } },
      ],
    };
    const over = overPictures([GROUND], [["areas", areas]]);
    expect(over.features.map(({ properties }) => properties)).toEqual([{ color: "teal", of: "areas" }]);
    expect(overPictures([], [["areas", areas]]).features).toEqual([]);
  });
});
