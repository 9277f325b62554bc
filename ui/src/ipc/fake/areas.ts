import type { Area, AreaReport, Fault, Place, Polygon, Reading } from "../bindings";
import type { Commands } from "../transport";
import { boundsOf } from "./scenes";
import { emit, ok, refused, world } from "./world";

type Nouns =
  | "checkArea" | "areaLimits" | "readAreas" | "openAreaFile" | "readAreaFiles" | "mendArea" | "bufferLines" | "widenArea" | "mergeAreas"
  | "billedAreas" | "listAreas" | "findAreas" | "saveArea" | "saveAreas" | "removeArea" | "renameArea" | "colorArea" | "exportAreas"
  | "findPlaces";

const EARTH_KM = 6371.0088;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Area on the sphere; the real one is geodesic and answers from Rust. */
function sphericalKm2(ring: [number, number][]): number {
  let sum = 0;
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [a, b] = [ring[index], ring[index + 1]];
    if (a !== undefined && b !== undefined) {
      sum += radians(b[0] - a[0]) * (2 + Math.sin(radians(a[1])) + Math.sin(radians(b[1])));
    }
  }
  return Math.abs((sum * EARTH_KM * EARTH_KM) / 2);
}

function lengthKm(ring: [number, number][]): number {
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

function crossing(ring: [number, number][]): { at: [number, number]; from: number; to: number } | null {
  for (let i = 0; i + 1 < ring.length; i += 1) {
    for (let j = i + 2; j + 1 < ring.length; j += 1) {
      const [a, b, c, d] = [ring[i], ring[i + 1], ring[j], ring[j + 1]];
      if (a === undefined || b === undefined || c === undefined || d === undefined || (i === 0 && j === ring.length - 2)) {
        continue;
      }
      const denominator = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
      if (denominator === 0) {
        continue;
      }
      const t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / denominator;
      const u = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / denominator;
      if (t > 0 && t < 1 && u > 0 && u < 1) {
        return { at: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])], from: i, to: j };
      }
    }
  }
  return null;
}

export function report(polygon: Polygon): AreaReport {
  const ring = polygon.coordinates[0] ?? [];
  const bounds = boundsOf(ring);
  const km2 = sphericalKm2(ring);
  const faults: Fault[] = [];
  const crossed = crossing(ring);
  if (crossed !== null) {
    faults.push({
      code: "selfCrossing", blocking: true, message: "The outline crosses itself, once",
      hint: `Between vertices ${String(crossed.from + 1)} and ${String(crossed.to + 1)}. The order would be refused.`, at: crossed.at,
      mends: [{ kind: "untangle", label: "Untangle", km2After: km2 * 1.02, verticesAfter: ring.length - 1, parts: 1 }],
    });
  }
  return {
    polygon, km2, perimeterKm: lengthKm(ring), vertices: Math.max(0, ring.length - 1), bounds,
    centroid: [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2], faults, orderable: faults.length === 0,
  };
}

function readText(text: string): Reading | null {
  const numbers = (text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
  const ring: [number, number][] = [];
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    ring.push([numbers[index] ?? 0, numbers[index + 1] ?? 0]);
  }
  const [first, last] = [ring[0], ring.at(-1)];
  if (first === undefined || last === undefined || ring.length < 3) {
    return null;
  }
  if (first[0] !== last[0] || first[1] !== last[1]) {
    ring.push(first);
  }
  const areas = [{ name: null, report: report({ type: "Polygon", coordinates: [ring] }) }];
  return { form: "WKT", areas, lines: [], notes: [], question: null };
}

const PLACES: Place[] = [
  { name: "Lisbon", country: "Portugal", lon: -9.1393, lat: 38.7223 },
  { name: "Montijo", country: "Portugal", lon: -8.9738, lat: 38.7067 },
  { name: "Rotterdam", country: "Netherlands", lon: 4.4777, lat: 51.9244 },
  { name: "Suva", country: "Fiji", lon: 178.4419, lat: -18.1416 },
];

let nextId = 1;

export const areas: Pick<Commands, Nouns> = {
  checkArea: (polygon) => ok(report(polygon)),
  readAreas: (text) => {
    const found = readText(text);
    return found === null ? refused("invalidArea", "No area was found in this text.", "Give GeoJSON, WKT or a list of coordinates.") : ok(found);
  },
  openAreaFile: () => ok([]),
  readAreaFiles: () => ok([]),
  areaLimits: () => ok([{ what: "most vertices", value: 999, unit: "", source: "OneAtlas documentation" }]),
  bufferLines: (lines, metres) =>
    ok(
      lines.map((line) => {
        const [lon, lat] = line.positions[0] ?? [0, 0];
        const degrees = (metres ?? 0) / 111_000;
        const [west, south, east, north] = [lon - degrees, lat - degrees, lon + degrees, lat + degrees];
        const ring: [number, number][] = [[west, south], [east, south], [east, north], [west, north], [west, south]];
        return { name: line.name, report: report({ type: "Polygon", coordinates: [ring] }) };
      }),
    ),
  widenArea: (polygon) => ok(report(polygon)),
  mergeAreas: (polygons) => ok(polygons.map(report)),
  billedAreas: (km2) =>
    ok([{ contractId: "C1", productTypeId: "PleiadesArchiveMono", label: "Pléiades", minimumKm2: 25, billedKm2: Math.max(25, km2 ?? 0) }]),
  mendArea: (polygon, kind) => {
    const ring = [...(polygon.coordinates[0] ?? [])];
    const crossed = crossing(ring);
    if (kind === "untangle" && crossed !== null) {
      const middle = ring.slice(crossed.from + 1, crossed.to + 1).reverse();
      ring.splice(crossed.from + 1, middle.length, ...middle);
    }
    return ok([report({ type: "Polygon", coordinates: [ring] })]);
  },
  listAreas: () => ok(world.areas),
  saveArea: (id, name, polygon) => {
    const known = world.areas.find((area) => area.id === id);
    const saved: Area = { id: known?.id ?? `area-${String(nextId++)}`, name, color: "aoi", report: report(polygon) };
    world.areas = known === undefined ? [...world.areas, saved] : world.areas.map((area) => (area.id === id ? saved : area));
    emit("areasChanged", null);
    return ok(saved);
  },
  findAreas: (text) => ok(world.areas.filter((area) => area.name.toLowerCase().includes(text.trim().toLowerCase()))),
  saveAreas: (added) => {
    const saved = added.map((one): Area => ({
      id: `area-${String(nextId++)}`, name: one.name, color: one.color ?? "aoi", report: report(one.polygon),
    }));
    world.areas = [...world.areas, ...saved];
    emit("areasChanged", null);
    return ok(saved);
  },
  colorArea: (id, color) => {
    const area = world.areas.find((one) => one.id === id);
    if (area === undefined) {
      return refused("notFound", "This area is no longer there.");
    }
    area.color = color;
    emit("areasChanged", null);
    return ok(area);
  },
  removeArea: (id) => {
    world.areas = world.areas.filter((area) => area.id !== id);
    emit("areasChanged", null);
    return ok(null);
  },
  renameArea: (id, name) => {
    const area = world.areas.find((one) => one.id === id);
    if (area === undefined) {
      return refused("notFound", "This area is no longer there.");
    }
    area.name = name;
    emit("areasChanged", null);
    return ok(area);
  },
  exportAreas: (ids) => ok(`/home/ana/${ids.join("-")}.geojson`),
  findPlaces: (text) => ok(PLACES.filter((place) => place.name.toLowerCase().startsWith(text.trim().toLowerCase()))),
};
