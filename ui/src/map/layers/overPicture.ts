// Which pieces of lines lie over a picture: only those take the colours and the dark casing that stand out from any ground.
import type { Feature, FeatureCollection, Geometry, Position } from "geojson";

type Flat = readonly [number, number];

/** The part of a straight piece that lies within a convex ground, as shares of its length; null where none does. */
function within(ground: readonly Flat[], [ax, ay]: Flat, [bx, by]: Flat): [number, number] | null {
  const turn = Math.sign(ground.reduce((sum, [x, y], index) => sum + x * (ground[(index + 1) % ground.length]?.[1] ?? 0) - y * (ground[(index + 1) % ground.length]?.[0] ?? 0), 0));
  let [from, to] = [0, 1];
  for (const [index, [x, y]] of ground.entries()) {
    const [nextX, nextY] = ground[(index + 1) % ground.length] ?? [x, y];
    // How far inside this edge a place lies, counted so that inside is more than nothing.
    const inside = (px: number, py: number) => turn * ((nextX - x) * (py - y) - (nextY - y) * (px - x));
    const [start, end] = [inside(ax, ay), inside(bx, by)];
    if (start < 0 && end < 0) {
      return null;
    }
    if (start < 0 !== end < 0) {
      const share = start / (start - end);
      [from, to] = start < 0 ? [Math.max(from, share), to] : [from, Math.min(to, share)];
    }
  }
  return from < to ? [from, to] : null;
}

/** The pieces of a line within a convex ground, on the turn round the earth that the ground is on. */
export function piecesWithin(ground: readonly Flat[], line: readonly Position[]): Flat[][] {
  const middle = ground.reduce((sum, [lon]) => sum + lon, 0) / ground.length;
  const pieces: Flat[][] = [];
  const turn = 360 * Math.round((middle - (line[0]?.[0] ?? 0)) / 360);
  const places = line.map(([lon = 0, lat = 0]): Flat => [lon + turn, lat]);
  for (const [index, b] of places.entries()) {
    const a = places[index - 1];
    const part = a === undefined ? null : within(ground, a, b);
    if (a === undefined || part === null) {
      continue;
    }
    const at = (share: number): Flat => (share === 0 ? a : share === 1 ? b : [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
    const last = pieces.at(-1);
    if (part[0] === 0 && last?.at(-1) === a) {
      last.push(at(part[1]));
    } else {
      pieces.push([at(part[0]), at(part[1])]);
    }
  }
  return pieces;
}

function linesOf(geometry: Geometry): Position[][] {
  switch (geometry.type) {
    case "LineString":
      return [geometry.coordinates];
    case "Polygon":
    case "MultiLineString":
      return geometry.coordinates;
    case "MultiPolygon":
      return geometry.coordinates.flat();
    default:
      return [];
  }
}

/** What of the outlines lies over any of the grounds, with the properties of what it is a part of and `of`, the name of its source. */
export function overPictures(grounds: readonly (readonly Flat[])[], sources: readonly (readonly [string, FeatureCollection])[]): FeatureCollection {
  const features = sources.flatMap(([of, collection]) =>
    collection.features.flatMap(({ geometry, properties }): Feature[] => {
      const lines = grounds.flatMap((ground) => linesOf(geometry).flatMap((line) => piecesWithin(ground, line)));
      return lines.length === 0
        ? []
        : [{ type: "Feature", properties: { ...properties, of }, geometry: { type: "MultiLineString", coordinates: lines.map((line) => line.map(([lon, lat]) => [lon, lat])) } }];
    }),
  );
  return { type: "FeatureCollection", features };
}
