// Shapes of the editor as plain data: parts with an outer ring and holes, rings open, longitudes unwrapped.
import type { Polygon } from "../../ipc";
import type { Point } from "./ground";
import { bearing, destination, distanceKm, near, round } from "./ground";

export type Ring = readonly Point[];

/** One outline with its holes, and the area it belongs to; null for one that is new. */
export type Part = { areaId: string | null; rings: readonly Ring[] };
export type Shape = readonly Part[];

/** A vertex; as the place of an edge or a midpoint it means the edge that leaves this vertex. */
export type VertexRef = { part: number; ring: number; index: number };

export const MINIMUM_VERTICES = 3;

export const sameRef = (a: VertexRef, b: VertexRef): boolean => a.part === b.part && a.ring === b.ring && a.index === b.index;

/** The rings of a polygon without their closing vertices, longitudes unwrapped by the smallest step. */
export function toRings(polygon: Polygon): Ring[] {
  let reference: Point | undefined;
  return polygon.coordinates.map((positions) => {
    const [first, last] = [positions[0], positions.at(-1)];
    // A ring round a pole comes home a whole turn further on.
    const closed = first !== undefined && last !== undefined && positions.length > 1 && (first[0] - last[0]) % 360 === 0 && first[1] === last[1];
    return (closed ? positions.slice(0, -1) : positions).map((position) => (reference = near(reference, position)));
  });
}

/** Open rings as a closed polygon, moved by whole turns so that its first longitude lies in [−180, 180). */
export function toPolygon(rings: readonly Ring[]): Polygon {
  const first = rings[0]?.[0];
  const shift = first === undefined ? 0 : -360 * Math.floor((first[0] + 180) / 360);
  return {
    type: "Polygon",
    coordinates: rings.map((ring) => {
      const points = ring.map(([lon, lat]): [number, number] => [round(lon + shift), round(lat)]);
      return [...points, ...points.slice(0, 1)];
    }),
  };
}

export const pointAt = (shape: Shape, { part, ring, index }: VertexRef): Point | undefined => shape[part]?.rings[ring]?.[index];

/** Every vertex with its place, in the order of the table. */
export function vertices(shape: Shape): { ref: VertexRef; at: Point }[] {
  return shape.flatMap(({ rings }, part) => rings.flatMap((points, ring) => points.map((at, index) => ({ ref: { part, ring, index }, at }))));
}

export const countVertices = (shape: Shape): number => shape.reduce((sum, { rings }) => sum + rings.reduce((count, ring) => count + ring.length, 0), 0);

/** The vertices before and after one, round its ring. */
export function neighbours(shape: Shape, { part, ring, index }: VertexRef): { before: Point; at: Point; after: Point } | null {
  const points = shape[part]?.rings[ring];
  const count = points?.length ?? 0;
  const [before, at, after] = [points?.[(index + count - 1) % count], points?.[index], points?.[(index + 1) % count]];
  return before === undefined || at === undefined || after === undefined ? null : { before, at, after };
}

/** The middle of the edge that leaves a vertex. */
export function midpoint(shape: Shape, ref: VertexRef): Point | null {
  const edge = neighbours(shape, ref);
  return edge === null ? null : [(edge.at[0] + edge.after[0]) / 2, (edge.at[1] + edge.after[1]) / 2];
}

function mapRing(shape: Shape, { part, ring }: VertexRef, change: (points: Ring) => Ring): Shape {
  return shape.map((one, place) => (place === part ? { ...one, rings: one.rings.map((points, index) => (index === ring ? change(points) : points)) } : one));
}

/** Puts vertices elsewhere; those not named stay where they are. */
export function moveVertices(shape: Shape, moves: readonly { ref: VertexRef; to: Point }[]): Shape {
  return moves.reduce((moved, { ref, to }) => mapRing(moved, ref, (points) => points.map((point, index) => (index === ref.index ? to : point))), shape);
}

/** Adds a vertex so that it comes to stand at `ref`. */
export function insertVertex(shape: Shape, ref: VertexRef, at: Point): Shape {
  return mapRing(shape, ref, (points) => [...points.slice(0, ref.index), at, ...points.slice(ref.index)]);
}

/** Changes a vertex's place in its ring by whole steps, round the ring's end. */
export function reorderVertex(shape: Shape, ref: VertexRef, by: number): { shape: Shape; ref: VertexRef } {
  const count = shape[ref.part]?.rings[ref.ring]?.length ?? 1;
  const to = { ...ref, index: (((ref.index + by) % count) + count) % count };
  const at = pointAt(shape, ref);
  if (at === undefined) {
    return { shape, ref };
  }
  const without = mapRing(shape, ref, (points) => points.filter((_, index) => index !== ref.index));
  return { shape: insertVertex(without, to, at), ref: to };
}

/** Takes vertices away. A hole that falls below three vertices goes; an outline that would is left whole: answers null. */
export function removeVertices(shape: Shape, refs: readonly VertexRef[]): Shape | null {
  const gone = (part: number, ring: number, index: number) => refs.some((ref) => sameRef(ref, { part, ring, index }));
  const left = shape.map((one, part) => ({
    ...one,
    rings: one.rings
      .map((points, ring) => points.filter((_, index) => !gone(part, ring, index)))
      .filter((points, ring) => ring === 0 || points.length >= MINIMUM_VERTICES),
  }));
  return left.every(({ rings }) => (rings[0]?.length ?? 0) >= MINIMUM_VERTICES) ? left : null;
}

/** West, south, east, north of all vertices, longitudes as they run on; null for a shape without any. */
export function extent(shape: Shape): [number, number, number, number] | null {
  const all = vertices(shape);
  if (all.length === 0) {
    return null;
  }
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { at } of all) {
    [west, south, east, north] = [Math.min(west, at[0]), Math.min(south, at[1]), Math.max(east, at[0]), Math.max(north, at[1])];
  }
  return [west, south, east, north];
}

/** West, south, east and north of a polygon, longitudes unwrapped; null when it has no vertices. */
export const boundsOf = (polygon: Polygon): [number, number, number, number] | null => extent([{ areaId: null, rings: toRings(polygon) }]);

export function centreOf(shape: Shape): Point | null {
  const box = extent(shape);
  return box === null ? null : [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

/** Moves, turns and scales over ground round a centre, so that lengths stay what they are wherever the shape goes.
 * `turn` in degrees clockwise. */
export function transform(shape: Shape, centre: Point, change: { to?: Point; turn?: number; factor?: number }): Shape {
  const { to = centre, turn = 0, factor = 1 } = change;
  const place = (point: Point): Point => {
    const km = distanceKm(centre, point);
    return km === 0 ? to : destination(to, bearing(centre, point) + turn, km * factor);
  };
  return shape.map((part) => ({ ...part, rings: part.rings.map((ring) => ring.map(place)) }));
}

/** Whether a point lies inside a ring, by counting the edges east of it. */
export function contains(ring: Ring, point: Point): boolean {
  let inside = false;
  ring.forEach((a, index) => {
    const b = ring[(index + 1) % ring.length] ?? a;
    const [x, y] = near(a, point);
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) {
      inside = !inside;
    }
  });
  return inside;
}

/** The part whose ground a point lies on, holes not counted as ground; null outside of all. */
export function partAt(shape: Shape, point: Point): number | null {
  const found = shape.findIndex(({ rings }) => rings[0] !== undefined && contains(rings[0], point) && !rings.slice(1).some((hole) => contains(hole, point)));
  return found < 0 ? null : found;
}
