// Where places lie on the screen, for what is not drawn by the graphics card: by the same matrices, flat, as a globe, and in between.
import type { Position } from "geojson";
import type { CustomRenderMethodInput } from "maplibre-gl";

import { isGlobe } from "./projection";

type Vector = [number, number, number];

/** A place on a sphere of radius 1, and in Web-Mercator units. */
export type Spot = { sphere: Vector; flat: [number, number] };

/** The longest piece of a line, in degrees: straight on the screen, it still looks bent with the earth. */
const LONGEST_PIECE = 2;
/** The pole itself lies infinitely far north in Web Mercator. */
const ALMOST_POLE = 89.9999;
const RADIANS = Math.PI / 180;
/** At less of a globe than this nothing is hidden behind it; as MapLibre has it. */
const HIDES_FROM = 0.2;

/** From north to south in units of the whole world of Web Mercator: 0 to 1 within its square, beyond it nearer to the poles. */
export function mercatorY(lat: number): number {
  const bounded = Math.max(-ALMOST_POLE, Math.min(ALMOST_POLE, lat)) * RADIANS;
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + bounded / 2)) / (2 * Math.PI);
}

export function spotOf(lon: number, lat: number): Spot {
  const [across, up] = [lon * RADIANS, lat * RADIANS];
  return {
    sphere: [Math.sin(across) * Math.cos(up), Math.sin(up), Math.cos(across) * Math.cos(up)],
    flat: [(lon + 180) / 360, mercatorY(lat)],
  };
}

/** A line in short pieces, straight in longitude and latitude. An edge goes the short way round the earth. */
export function spotsAlong(path: readonly Position[]): Spot[] {
  const spots: Spot[] = [];
  let [west, south] = [path[0]?.[0] ?? 0, path[0]?.[1] ?? 0];
  for (const [lon = 0, lat = 0] of path) {
    const east = lon - 360 * Math.round((lon - west) / 360);
    const pieces = Math.max(1, Math.ceil(Math.max(Math.abs(east - west), Math.abs(lat - south)) / LONGEST_PIECE));
    for (let piece = 1; piece <= pieces; piece += 1) {
      const share = piece / pieces;
      spots.push(spotOf(west + (east - west) * share, south + (lat - south) * share));
    }
    [west, south] = [east, lat];
  }
  return spots;
}

/** The place between two others, on the sphere. */
function between(a: Spot, b: Spot, share: number): Spot {
  const mix = (from: number, to: number) => from + (to - from) * share;
  const [x, y, z] = [mix(a.sphere[0], b.sphere[0]), mix(a.sphere[1], b.sphere[1]), mix(a.sphere[2], b.sphere[2])];
  const length = Math.hypot(x, y, z) || 1;
  return { sphere: [x / length, y / length, z / length], flat: [mix(a.flat[0], b.flat[0]), mix(a.flat[1], b.flat[1])] };
}

/** How the earth is seen in one frame. */
export class Eye {
  readonly #main: ArrayLike<number>;
  readonly #flat: ArrayLike<number>;
  readonly #plane: ArrayLike<number>;
  /** 1 for a globe, 0 for a flat map. */
  readonly #globeness: number;
  readonly #half: [number, number];

  /** `width` and `height` are those of the map, in the unit in which places are wanted. */
  constructor(input: CustomRenderMethodInput, width: number, height: number) {
    const { mainMatrix, fallbackMatrix, clippingPlane, projectionTransition } = input.defaultProjectionData;
    const globe = isGlobe(input);
    this.#main = mainMatrix;
    this.#flat = globe ? fallbackMatrix : mainMatrix;
    this.#plane = clippingPlane;
    this.#globeness = globe ? projectionTransition : 0;
    this.#half = [width / 2, height / 2];
  }

  /** Where a place lies, counted from the upper left corner, `turns` round the earth further on the flat map. */
  at({ sphere, flat }: Spot, turns = 0): [number, number] {
    const share = this.#globeness;
    const onFlat = (row: number) => term(this.#flat, row, flat[0] + turns, flat[1], 0);
    const onGlobe = (row: number) => term(this.#main, row, ...sphere);
    const part = (row: number) => (share === 0 ? onFlat(row) : share === 1 ? onGlobe(row) : onFlat(row) * (1 - share) + onGlobe(row) * share);
    const depth = part(3);
    return [(part(0) / depth + 1) * this.#half[0], (1 - part(1) / depth) * this.#half[1]];
  }

  /** More than nothing on this side of the horizon, less behind it. */
  side({ sphere: [x, y, z] }: Spot): number {
    const at = (index: number) => this.#plane[index] ?? 0;
    return this.#globeness < HIDES_FROM ? 1 : x * at(0) + y * at(1) + z * at(2) + at(3);
  }

  /** What is seen of a line: pieces, cut at the horizon. */
  seen(line: readonly Spot[]): Spot[][] {
    const pieces: Spot[][] = [];
    let piece: Spot[] = [];
    line.forEach((here, index) => {
      const before = line[index - 1];
      const [was, is] = [before === undefined ? -1 : this.side(before), this.side(here)];
      if (before !== undefined && was < 0 !== is < 0) {
        piece.push(between(before, here, was / (was - is)));
      }
      if (is >= 0) {
        piece.push(here);
      } else if (piece.length > 0) {
        pieces.push(piece);
        piece = [];
      }
    });
    return [...pieces, piece].filter(({ length }) => length > 1);
  }

  /** What is seen of the ground inside a ring, closed along the horizon. */
  seenGround(ring: readonly Spot[]): Spot[] {
    const pieces = this.seen(ring);
    if (pieces.length === 0 || (pieces.length === 1 && pieces[0]?.length === ring.length)) {
      return pieces[0] ?? [];
    }
    return pieces.flatMap((piece, index) => {
      const [last, next] = [piece.at(-1), pieces[(index + 1) % pieces.length]?.[0]];
      return last === undefined || next === undefined ? piece : [...piece, ...[0.25, 0.5, 0.75].map((share) => between(last, next, share))];
    });
  }
}

/** One number of `matrix · (x, y, z, 1)`; matrices are written column by column. */
function term(matrix: ArrayLike<number>, row: number, x: number, y: number, z: number): number {
  return (matrix[row] ?? 0) * x + (matrix[4 + row] ?? 0) * y + (matrix[8 + row] ?? 0) * z + (matrix[12 + row] ?? 0);
}
