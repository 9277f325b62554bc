import type { AreaReport, Fault, Polygon } from "../bindings";
import { boundsOf } from "./scenes";

const EARTH_KM = 6371.0088;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Area on the sphere; the real one is geodesic and answers from Rust. */
export function sphericalKm2(ring: [number, number][]): number {
  let sum = 0;
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [a, b] = [ring[index], ring[index + 1]];
    if (a !== undefined && b !== undefined) {
      sum += radians(b[0] - a[0]) * (2 + Math.sin(radians(a[1])) + Math.sin(radians(b[1])));
    }
  }
  return Math.abs((sum * EARTH_KM * EARTH_KM) / 2);
}

export function lengthKm(ring: [number, number][]): number {
  let sum = 0;
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [a, b] = [ring[index], ring[index + 1]];
    if (a !== undefined && b !== undefined) {
      const x = radians(b[0] - a[0]) * Math.cos(radians((a[1] + b[1]) / 2));
      sum += Math.hypot(x, radians(b[1] - a[1])) * EARTH_KM;
    }
  }
  return sum;
}

export function crossing(ring: [number, number][]): { at: [number, number]; from: number; to: number } | null {
  const edges = ring.slice(1).map((b, from) => ({ from, a: ring[from] ?? b, b, west: Math.min(ring[from]?.[0] ?? b[0], b[0]), east: Math.max(ring[from]?.[0] ?? b[0], b[0]) }));
  edges.sort((one, other) => one.west - other.west);
  for (const [place, one] of edges.entries()) {
    for (let next = place + 1; next < edges.length; next += 1) {
      const other = edges[next];
      if (other === undefined || other.west > one.east) {
        break;
      }
      const [first, second] = one.from < other.from ? [one, other] : [other, one];
      const at = second.from - first.from < 2 || (first.from === 0 && second.from === ring.length - 2) ? null : meeting(first, second);
      if (at !== null) {
        return { at, from: first.from, to: second.from };
      }
    }
  }
  return null;
}

type Edge = { a: [number, number]; b: [number, number] };

function meeting({ a, b }: Edge, { a: c, b: d }: Edge): [number, number] | null {
  const denominator = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
  const t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / denominator;
  const u = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / denominator;
  return denominator !== 0 && t > 0 && t < 1 && u > 0 && u < 1 ? [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])] : null;
}

export function report(polygon: Polygon): AreaReport {
  const ring = polygon.coordinates[0] ?? [];
  const bounds = boundsOf(ring);
  const holes = polygon.coordinates.slice(1);
  const whole = sphericalKm2(ring);
  const km2 = holes.reduce((left, hole) => left - sphericalKm2(hole), whole);
  const faults: Fault[] = [];
  const crossed = crossing(ring);
  if (crossed !== null) {
    faults.push({
      code: "selfCrossing", blocking: true, message: "The outline crosses itself, once",
      hint: `Between vertices ${String(crossed.from + 1)} and ${String(crossed.to + 1)}. The order would be refused.`, at: crossed.at,
      mends: [
        { kind: "untangle", label: "Untangle", km2After: km2 * 1.02, verticesAfter: ring.length - 1, parts: 1 },
        { kind: "untangleParts", label: "Take apart", km2After: km2, verticesAfter: ring.length + 1, parts: 2 },
      ],
    });
  }
  if (holes.length > 0) {
    faults.push({
      code: "hole", blocking: true, message: holes.length === 1 ? "The outline has a hole" : `The outline has ${String(holes.length)} holes`,
      hint: "The vendor takes outlines without holes.", at: holes[0]?.[0] ?? null,
      mends: [{ kind: "fillHoles", label: "Fill the holes", km2After: whole, verticesAfter: ring.length - 1, parts: 1 }],
    });
  }
  return {
    polygon, km2, perimeterKm: lengthKm(ring), vertices: polygon.coordinates.reduce((sum, one) => sum + Math.max(0, one.length - 1), 0), bounds,
    centroid: [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2], faults, orderable: faults.length === 0,
  };
}
