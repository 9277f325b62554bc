// What the colour of an outline tells, and which colours tell it.
import type { Palette } from "../style/palette";
import { toRgb } from "../style/palette";

export const RAMP_LENGTH = 256;

/** Colours as three shares 0 to 1 each, one per shade; the last is for what is not known. */
export type Ramp = [number, number, number][];

export type ColourBy = "nothing" | "cloud" | "date" | "satellite" | "coverage" | "incidence";

export function rampFor(colourBy: ColourBy, palette: Palette): Ramp {
  switch (colourBy) {
    case "nothing":
      return plainRamp(palette.hit);
    case "satellite":
      return listedRamp([palette.spot, palette.phr, palette.pneo], palette.unknown);
    default:
      return spreadRamp([palette.scale0, palette.scale1, palette.scale2, palette.scale3], palette.unknown);
  }
}

/** One colour for all shades. */
export const plainRamp = (colour: string): Ramp => [toRgb(colour)];

/** Colours spread evenly over the shades, the last shade for what is not known. */
export function spreadRamp(stops: string[], unknown: string): Ramp {
  const colours = stops.map(toRgb);
  return Array.from({ length: RAMP_LENGTH }, (_, shade): [number, number, number] => {
    if (shade === RAMP_LENGTH - 1) {
      return toRgb(unknown);
    }
    const place = (shade / (RAMP_LENGTH - 2)) * (colours.length - 1);
    const [low, high] = [colours[Math.floor(place)] ?? [0, 0, 0], colours[Math.ceil(place)] ?? [0, 0, 0]];
    const share = place - Math.floor(place);
    return [0, 1, 2].map((part) => (low[part] ?? 0) * (1 - share) + (high[part] ?? 0) * share) as [number, number, number];
  });
}

/** A colour for each of the first shades; the last is for all others. */
export function listedRamp(colours: string[], unknown: string): Ramp {
  return Array.from({ length: RAMP_LENGTH }, (_, shade) => toRgb(colours[shade] ?? unknown));
}
