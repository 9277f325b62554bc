// The binary form in which footprints come from the back end. `Archive::footprint_buffer` writes it and describes it.

const MAGIC = 0x32574650;
const HEADER_BYTES = 48;
const DENSITY_BYTES = 40;
/** Numbers of an item: five corners, joined by four lines. */
export const ITEM_NUMBERS = 10;
/** The shade of a scene whose value is not known. */
export const UNKNOWN_SHADE = 255;

type Common = {
  /** How many scenes pass the filter. */
  matched: number;
  /** The values of the lightest and the darkest shade. */
  range: [number, number];
};

/** Outlines in Web-Mercator units relative to an origin, which keeps single precision exact enough. `west` and `east` bound
 * them in whole-world units. */
export type Outlines = Common & {
  kind: "outlines";
  /** Whether these are all; if not, another view needs others. */
  whole: boolean;
  origin: [number, number];
  corners: Float32Array;
  shades: Uint8Array;
  west: number;
  east: number;
};

/** How many scenes lie over each cell of a grid; `edges` are west, north, east, south in Web Mercator. */
export type Density = Common & { kind: "density"; edges: [number, number, number, number]; columns: number; rows: number; cells: Uint8Array };

export type Footprints = Outlines | Density;

/** Reads the binary form of the border. Throws when the buffer is not one. */
export function readFootprintBuffer(buffer: ArrayBuffer): Footprints {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new Error("the outlines of the scenes came in an unknown form");
  }
  const [kind, count, matched] = [view.getUint32(4, true), view.getUint32(8, true), view.getUint32(12, true)];
  const origin: [number, number] = [view.getFloat64(16, true), view.getFloat64(24, true)];
  const range: [number, number] = [view.getFloat64(32, true), view.getFloat64(40, true)];
  const bytes = kind === 2 ? DENSITY_BYTES + count : count * (ITEM_NUMBERS * 4 + 1);
  if (buffer.byteLength < HEADER_BYTES + bytes) {
    throw new Error("the outlines of the scenes were cut short");
  }
  if (kind === 2) {
    const edge = (index: number) => view.getFloat64(HEADER_BYTES + 8 + index * 8, true);
    return {
      kind: "density",
      matched,
      range,
      columns: view.getUint32(HEADER_BYTES, true),
      rows: view.getUint32(HEADER_BYTES + 4, true),
      edges: [edge(0), edge(1), edge(2), edge(3)],
      cells: new Uint8Array(buffer, HEADER_BYTES + DENSITY_BYTES, count),
    };
  }
  const corners = new Float32Array(buffer, HEADER_BYTES, count * ITEM_NUMBERS);
  const shades = new Uint8Array(buffer, HEADER_BYTES + corners.byteLength, count);
  let [west, east] = [Infinity, -Infinity];
  for (let index = 0; index < corners.length; index += 2) {
    const x = corners[index] ?? 0;
    west = Math.min(west, x);
    east = Math.max(east, x);
  }
  return { kind: "outlines", whole: kind === 0, matched, range, origin, corners, shades, west: origin[0] + west, east: origin[0] + east };
}

/** Whether every item is an outline of four corners, closed: only those can be filled as they are. */
export function areQuadrilaterals({ corners }: Outlines): boolean {
  for (let item = 0; item < corners.length; item += ITEM_NUMBERS) {
    if (corners[item] !== corners[item + 8] || corners[item + 1] !== corners[item + 9]) {
      return false;
    }
  }
  return true;
}
