// Screen helpers of the editor. What an area measures, and whether it can be ordered, only Rust says.
import type { Polygon } from "../../ipc";

/** Longitude and latitude in degrees; longitudes run on past ±180 so that a shape stays in one piece. */
export type Point = readonly [number, number];

const EARTH_RADIUS_KM = 6371.0088;
const CIRCLE_VERTICES = 64;
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (angle: number) => (angle * 180) / Math.PI;

/** The four corners of the box between two opposite ones, counter-clockwise. */
export function boxBetween([x1, y1]: Point, [x2, y2]: Point): Point[] {
  const [west, east] = [Math.min(x1, x2), Math.max(x1, x2)];
  const [south, north] = [Math.min(y1, y2), Math.max(y1, y2)];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

/** Great-circle distance on the sphere in kilometres. */
export function distanceKm([lon1, lat1]: Point, [lon2, lat2]: Point): number {
  const half = Math.sin(radians(lat2 - lat1) / 2) ** 2 + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** Points at the same distance over ground from a centre, counter-clockwise, longitudes unwrapped round the centre. */
export function circleAround([lon, lat]: Point, radiusKm: number): Point[] {
  const angle = radiusKm / EARTH_RADIUS_KM;
  const sine = Math.sin(radians(lat));
  const cosine = Math.cos(radians(lat));
  return Array.from({ length: CIRCLE_VERTICES }, (_, index) => {
    const bearing = (-2 * Math.PI * index) / CIRCLE_VERTICES;
    const latitude = Math.asin(sine * Math.cos(angle) + cosine * Math.sin(angle) * Math.cos(bearing));
    const east = Math.atan2(Math.sin(bearing) * Math.sin(angle) * cosine, Math.cos(angle) - sine * Math.sin(latitude));
    return [round(lon + degrees(east)), round(degrees(latitude))] as const;
  });
}

/** Seven decimals are about a centimetre; more is noise of the pointer. */
export function round(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}

/** An open ring as a closed polygon, moved by whole turns so that its first longitude lies in [−180, 180). */
export function toPolygon(ring: readonly Point[]): Polygon {
  const first = ring[0];
  const shift = first === undefined ? 0 : -360 * Math.floor((first[0] + 180) / 360);
  const points = ring.map(([lon, lat]): [number, number] => [round(lon + shift), round(lat)]);
  return { type: "Polygon", coordinates: [[...points, ...points.slice(0, 1)]] };
}

/** The outer ring of a polygon without its closing vertex, longitudes unwrapped by the smallest step. */
export function toRing(polygon: Polygon): Point[] {
  const outer = polygon.coordinates[0] ?? [];
  const [first, last] = [outer[0], outer.at(-1)];
  const closed = first !== undefined && last !== undefined && outer.length > 1 && first[0] === last[0] && first[1] === last[1];
  const ring: Point[] = [];
  for (const [lon, lat] of closed ? outer.slice(0, -1) : outer) {
    const before = ring.at(-1)?.[0];
    ring.push([before === undefined ? lon : lon - 360 * Math.round((lon - before) / 360), lat]);
  }
  return ring;
}

export function samePoint(a: Point | undefined, b: Point | undefined): boolean {
  return a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];
}

/** Beyond this many vertices crossings are left to Rust, which tells them once the shape is finished. */
const MOST_CHECKED = 250;

/** Edges that cross another one, by the vertex they leave; shown while drawing, judged by Rust afterwards. */
export function crossingEdges(ring: readonly Point[], closed: boolean): Set<number> {
  const crossed = new Set<number>();
  const edges = closed ? ring.length : ring.length - 1;
  if (ring.length > MOST_CHECKED) {
    return crossed;
  }
  for (let i = 0; i < edges; i += 1) {
    for (let j = i + 1; j < edges; j += 1) {
      const [a, b, c, d] = [ring[i], ring[(i + 1) % ring.length], ring[j], ring[(j + 1) % ring.length]];
      if (a !== undefined && b !== undefined && c !== undefined && d !== undefined && crosses(a, b, c, d)) {
        crossed.add(i).add(j);
      }
    }
  }
  return crossed;
}

/** Whether two segments cross inside both; touching ends, as neighbours have, do not count. */
function crosses(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) => Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** The middle of the edge that leaves vertex `index`. */
export function midpoint(ring: readonly Point[], index: number): Point | null {
  const [a, b] = [ring[index], ring[(index + 1) % ring.length]];
  return a === undefined || b === undefined ? null : [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}
