// Distances and directions over ground, for what is shown while drawing. What an area measures, and whether it can be
// ordered, only Rust says.

/** Longitude and latitude in degrees; longitudes run on past ±180 so that a shape stays in one piece. */
export type Point = readonly [number, number];

const EARTH_RADIUS_KM = 6371.0088;
const EQUATOR_KM = 6378.137;
const FLATTENING = 1 / 298.257223563;
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/** Seven decimals are about a centimetre; more is noise of the pointer. */
export function round(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}

/** The same place, on the turn round the earth that lies nearest to `reference`. */
export function near(reference: Point | undefined, [lon, lat]: Point): Point {
  return reference === undefined ? [lon, lat] : [lon - 360 * Math.round((lon - reference[0]) / 360), lat];
}

/** Central angle on the sphere, in radians. */
export function angleBetween([lon1, lat1]: Point, [lon2, lat2]: Point): number {
  const half = Math.sin(radians(lat2 - lat1) / 2) ** 2 + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2;
  return 2 * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Distance on the sphere in kilometres; what `destination` takes back exactly. */
export function distanceKm(from: Point, to: Point): number {
  return EARTH_RADIUS_KM * angleBetween(from, to);
}

/** Distance on the WGS 84 ellipsoid in kilometres by Lambert's formula, good to some ten metres in a thousand kilometres. */
export function ellipsoidKm([lon1, lat1]: Point, [lon2, lat2]: Point): number {
  const reduced = (lat: number) => degrees(Math.atan((1 - FLATTENING) * Math.tan(radians(lat))));
  const [from, to]: [Point, Point] = [[lon1, reduced(lat1)], [lon2, reduced(lat2)]];
  const angle = angleBetween(from, to);
  if (angle === 0) {
    return 0;
  }
  const [p, q] = [radians(from[1] + to[1]) / 2, radians(to[1] - from[1]) / 2];
  const x = (angle - Math.sin(angle)) * ((Math.sin(p) * Math.cos(q)) / Math.cos(angle / 2)) ** 2;
  const y = (angle + Math.sin(angle)) * ((Math.cos(p) * Math.sin(q)) / Math.sin(angle / 2)) ** 2;
  return EQUATOR_KM * (angle - (FLATTENING / 2) * (x + y));
}

/** Direction of the great circle from one point to another, in degrees clockwise from north, 0 to 360. */
export function bearing([lon1, lat1]: Point, [lon2, lat2]: Point): number {
  const turn = radians(lon2 - lon1);
  const east = Math.sin(turn) * Math.cos(radians(lat2));
  const north = Math.cos(radians(lat1)) * Math.sin(radians(lat2)) - Math.sin(radians(lat1)) * Math.cos(radians(lat2)) * Math.cos(turn);
  return (degrees(Math.atan2(east, north)) + 360) % 360;
}

/** The point a distance away in a direction, its longitude unwrapped round `from`. */
export function destination([lon, lat]: Point, direction: number, km: number): Point {
  const angle = km / EARTH_RADIUS_KM;
  const [sine, cosine] = [Math.sin(radians(lat)), Math.cos(radians(lat))];
  const latitude = Math.asin(sine * Math.cos(angle) + cosine * Math.sin(angle) * Math.cos(radians(direction)));
  const east = Math.atan2(Math.sin(radians(direction)) * Math.sin(angle) * cosine, Math.cos(angle) - sine * Math.sin(latitude));
  return [round(lon + degrees(east)), round(degrees(latitude))];
}

/** The point a distance away on the ellipsoid: what `ellipsoidKm` measures back. */
export function reach(from: Point, direction: number, km: number): Point {
  const measured = ellipsoidKm(from, destination(from, direction, km));
  return measured === 0 ? from : destination(from, direction, (km * km) / measured);
}

/** The inner angle between two sides that meet in `at`, 0 to 180. */
export function angleAt(before: Point, at: Point, after: Point): number {
  const turn = Math.abs(bearing(at, before) - bearing(at, after)) % 360;
  return turn > 180 ? 360 - turn : turn;
}

export function samePoint(a: Point | undefined, b: Point | undefined): boolean {
  return a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];
}
