import type { SceneFilter, SceneRow } from "../bindings";
import { passing } from "./sceneAnswers";

const mercator = ([lon, lat]: [number, number]): [number, number] => [
  (lon + 180) / 360,
  0.5 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI),
];

const SHADES: Record<string, (row: SceneRow) => number | null> = {
  cloud: (row) => row.cloud,
  coverage: (row) => row.coverage,
  incidence: (row) => (row.incidence === null ? null : (row.incidence / 45) * 100),
  date: (row) => ((Date.parse(row.acquired) - Date.UTC(2024, 0, 1)) / (1000 * 864e5)) * 100,
};

function shade(row: SceneRow, colour: string): number {
  if (colour === "satellite") {
    return row.constellation === "other" ? 255 : ["SPOT", "PHR", "PNEO"].indexOf(row.constellation);
  }
  const value = SHADES[colour]?.(row) ?? (colour === "nothing" ? 0 : null);
  return value === null ? 255 : Math.round(Math.min(100, Math.max(0, value)) * 2.54);
}

/** The binary form of the border, as `Archive::footprint_buffer` writes outlines. */
export function footprints(filter: SceneFilter, colour: string): ArrayBuffer {
  const rows = passing(filter).flatMap((row) => (row.corners === null ? [] : [{ row, ring: row.corners.map(mercator) }]));
  const origin = rows[0]?.ring[0] ?? [0.5, 0.5];
  const buffer = new ArrayBuffer(48 + rows.length * 41);
  const view = new DataView(buffer);
  [0x32574650, 0, rows.length, rows.length].forEach((value, index) => {
    view.setUint32(index * 4, value, true);
  });
  [...origin, 0, colour === "incidence" ? 45 : 100].forEach((value, index) => {
    view.setFloat64(16 + index * 8, value, true);
  });
  rows.forEach(({ row, ring }, item) => {
    [...ring, ...ring.slice(0, 1)].flat().forEach((value, part) => {
      view.setFloat32(48 + item * 40 + part * 4, value - (origin[part % 2] ?? 0), true);
    });
    view.setUint8(48 + rows.length * 40 + item, shade(row, colour));
  });
  return buffer;
}
