// What the colour of an outline tells, and which colours tell it.
import type { Palette } from "../style/palette";
import type { Ramp } from "./footprints";
import { listedRamp, plainRamp, spreadRamp } from "./footprints";

export type ColourBy = "nothing" | "cloud" | "date" | "satellite" | "coverage" | "incidence";

export function rampFor(colourBy: ColourBy, palette: Palette, imagery: boolean): Ramp {
  switch (colourBy) {
    case "nothing":
      return plainRamp(imagery ? palette.imageryHit : palette.hit);
    case "satellite":
      return listedRamp([palette.spot, palette.phr, palette.pneo], palette.unknown);
    default:
      return spreadRamp([palette.scale0, palette.scale1, palette.scale2, palette.scale3], palette.unknown);
  }
}
