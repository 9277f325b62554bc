// Where outlines cross, found while they are drawn. Rust judges the finished shape; this only points.
import type { Point } from "./ground";
import type { Ring } from "./shape";

export type Crossing = { at: Point; edges: readonly [readonly [Point, Point], readonly [Point, Point]] };

/** Beyond this many edges crossings are left to Rust, which tells them once the shape is finished. */
const MOST_EDGES = 4000;
/** A scribble can cross itself thousands of times; this many are enough to see it. */
const MOST_FOUND = 200;

type Edge = { from: Point; to: Point; west: number; east: number; south: number; north: number };

/** Every place where edges of the rings of one part cross; touching ends, as neighbours have, do not count. An open
 * line has no edge from its last point to its first. */
export function crossings(rings: readonly Ring[], closed: boolean): Crossing[] {
  const edges = rings.flatMap((ring) => edgesOf(ring, closed));
  if (edges.length > MOST_EDGES) {
    return [];
  }
  edges.sort((a, b) => a.west - b.west);
  const found: Crossing[] = [];
  for (const [place, one] of edges.entries()) {
    for (let next = place + 1; next < edges.length && found.length < MOST_FOUND; next += 1) {
      const other = edges[next];
      if (other === undefined || other.west > one.east) {
        break;
      }
      const at = other.south <= one.north && other.north >= one.south ? meeting(one, other) : null;
      if (at !== null) {
        found.push({ at, edges: [[one.from, one.to], [other.from, other.to]] });
      }
    }
  }
  return found;
}

function edgesOf(ring: Ring, closed: boolean): Edge[] {
  const count = closed ? ring.length : ring.length - 1;
  const edges: Edge[] = [];
  for (let index = 0; index < count; index += 1) {
    const [a, b] = [ring[index], ring[(index + 1) % ring.length]];
    if (a !== undefined && b !== undefined) {
      edges.push({
        from: a,
        to: b,
        west: Math.min(a[0], b[0]),
        east: Math.max(a[0], b[0]),
        south: Math.min(a[1], b[1]),
        north: Math.max(a[1], b[1]),
      });
    }
  }
  return edges;
}

/** Where two segments cross inside both, or null. */
function meeting({ from: a, to: b }: Edge, { from: c, to: d }: Edge): Point | null {
  const side = (p: Point, q: Point, r: Point) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (Math.sign(abc) * Math.sign(abd) >= 0 || Math.sign(cda) * Math.sign(cdb) >= 0) {
    return null;
  }
  const share = cda / (cda - cdb);
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}
