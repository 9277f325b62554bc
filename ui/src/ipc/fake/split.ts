// Cutting an outline along a line that is drawn across it; the real one answers from Rust, and is tested there.
type Point = [number, number];
type Ring = readonly Point[];

const round = (degrees: number): number => Math.round(degrees * 1e9) / 1e9;

/** A vertex of the outline, or a place where the line meets it, with how far along the line that is. */
type Node = { at: Point; along: number | null };

/** The outlines an outline falls into along the line from `a` to `b`. The line cuts wherever it was drawn through; where it
 * begins or ends inside, the cut goes on to the edge. One outline, the same, where it meets nothing. */
export function splitRing(ring: Ring, a: Point, b: Point): readonly Ring[] {
  const nodes = withCrossings(ring, a, b);
  const crossings = nodes.filter((node) => node.along !== null).sort((one, other) => (one.along ?? 0) - (other.along ?? 0));
  const length = (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2;
  let outlines: Node[][] = [nodes];
  for (let place = 0; place + 1 < crossings.length; place += 2) {
    const [from, to] = [crossings[place], crossings[place + 1]];
    if (from !== undefined && to !== undefined && (to.along ?? 0) > 0 && (from.along ?? 0) < length) {
      outlines = outlines.flatMap((outline) => cut(outline, from, to));
    }
  }
  return outlines.length === 1 ? [ring] : outlines.map((outline) => outline.map(({ at }) => at));
}

function withCrossings(ring: Ring, a: Point, b: Point): Node[] {
  const side = ([lon, lat]: Point) => (b[0] - a[0]) * (lat - a[1]) - (b[1] - a[1]) * (lon - a[0]);
  return ring.flatMap((from, index): Node[] => {
    const to = ring[(index + 1) % ring.length] ?? from;
    const [before, after] = [side(from), side(to)];
    // A vertex on the line counts to one side, so that it is met once and not twice.
    if (before >= 0 === after >= 0) {
      return [{ at: from, along: null }];
    }
    const share = before / (before - after);
    const at: Point = [round(from[0] + share * (to[0] - from[0])), round(from[1] + share * (to[1] - from[1]))];
    return [{ at: from, along: null }, { at, along: (at[0] - a[0]) * (b[0] - a[0]) + (at[1] - a[1]) * (b[1] - a[1]) }];
  });
}

/** The two outlines on either side of a cut; the outline itself where the cut does not lie in it. */
function cut(outline: Node[], from: Node, to: Node): Node[][] {
  const [first, second] = [outline.indexOf(from), outline.indexOf(to)].sort((one, other) => one - other);
  if (first === undefined || second === undefined || first < 0) {
    return [outline];
  }
  const parts = [outline.slice(first, second + 1), [...outline.slice(second), ...outline.slice(0, first + 1)]];
  const tidy = parts.map((part) => part.filter(({ at }, index) => !sameAs(at, part[(index + 1) % part.length]?.at)));
  return tidy.every((part) => part.length >= 3) ? tidy : [outline];
}

const sameAs = (a: Point, b: Point | undefined): boolean => b !== undefined && a[0] === b[0] && a[1] === b[1];
