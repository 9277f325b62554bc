// Which features MapLibre can't draw right: its tiles end at a latitude of 85°, and what lies beyond is drawn on that parallel; and
// a ring round a pole has an edge that runs once round the earth.
import type { Feature, FeatureCollection, Position } from "geojson";

/** The latitude at which the square of Web Mercator, and with it every tile, ends. */
export const MERCATOR_ENDS = 85.051129;

/** Positions of a feature that belong together: a point, a line, or a closed ring. */
export function paths({ geometry }: Feature): Position[][] {
  switch (geometry.type) {
    case "Point":
      return [[geometry.coordinates]];
    case "MultiPoint":
      return geometry.coordinates.map((at) => [at]);
    case "LineString":
      return [geometry.coordinates];
    case "MultiLineString":
    case "Polygon":
      return geometry.coordinates;
    case "MultiPolygon":
      return geometry.coordinates.flat();
    case "GeometryCollection":
      return geometry.geometries.flatMap((part) => paths({ type: "Feature", properties: null, geometry: part }));
  }
}

function isBeyond(path: Position[]): boolean {
  return path.some(([lon = 0, lat = 0], index) => Math.abs(lat) > MERCATOR_ENDS || Math.abs(lon - (path[index - 1]?.[0] ?? lon)) > 180);
}

/** Features for MapLibre, and those that have to be drawn otherwise; the same collection where there are none of these. */
export function parted(features: FeatureCollection): { within: FeatureCollection; beyond: Feature[] } {
  const beyond = features.features.filter((feature) => paths(feature).some(isBeyond));
  if (beyond.length === 0) {
    return { within: features, beyond };
  }
  const apart = new Set(beyond);
  return { within: { ...features, features: features.features.filter((feature) => !apart.has(feature)) }, beyond };
}
