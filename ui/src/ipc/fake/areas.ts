import type { Area, Place, Polygon, ReadAnswers, Reading } from "../bindings";
import type { Commands } from "../transport";
import { crossing, lengthKm, report, sphericalKm2 } from "./areaReports";
import { dropped } from "./files";
import { boundsOf } from "./scenes";
import { splitRing } from "./split";
import { emit, ok, refused, world } from "./world";

type Nouns =
  | "checkArea" | "areaLimits" | "readAreas" | "openAreaFile" | "readAreaFiles" | "mendArea" | "bufferLines" | "widenArea" | "splitArea" | "mergeAreas" | "growAreas" | "billedAreas"
  | "listAreas" | "findAreas" | "saveArea" | "saveAreas" | "removeArea" | "renameArea" | "colorArea" | "exportAreas" | "findPlaces" | "placesNear";

const numbers = ([lon, lat]: readonly [number | null, number | null]): [number, number] => [lon ?? 0, lat ?? 0];

/** Four numbers on one line bound an area, in an order that is asked for; Rust knows more orders. */
function readBox(numbers: number[], answers: ReadAnswers): Reading | null {
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  const box = (west: number, south: number, east: number, north: number) =>
    report({ type: "Polygon", coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]] });
  const all = [
    { way: "west, south, east, north", area: box(a, b, c, d) },
    { way: "west, east, south, north", area: box(a, c, b, d) },
    { way: "south, west, north, east", area: box(b, a, d, c) },
  ];
  const reading: Reading = { form: "list of coordinates", areas: [], lines: [], notes: [], question: null };
  const chosen = all.find(({ way }) => way === answers.way);
  if (chosen !== undefined) {
    return { ...reading, areas: [{ name: null, report: chosen.area }], notes: [`Four numbers were read as ${chosen.way}.`] };
  }
  const ways = all
    .filter(({ area }) => area.km2 < 1e6)
    .map(({ way, area }) => ({ way, name: way.charAt(0).toUpperCase() + way.slice(1), bounds: area.bounds, km2: area.km2 }));
  return { ...reading, question: { kind: "way", message: `This can be read in ${String(ways.length)} ways. Which one is meant?`, ways } };
}

/** Numbers in pairs; more than three degrees of latitude off the usual order asks which comes first, as Rust does. */
export function readText(text: string, answers: ReadAnswers = {}): Reading | null {
  const numbers = (text.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
  if (numbers.length === 4 && !/[A-Z]/i.test(text)) {
    return readBox(numbers, answers);
  }
  const ring: [number, number][] = [];
  for (let index = 0; index + 1 < numbers.length; index += 2) {
    const pair: [number, number] = [numbers[index] ?? 0, numbers[index + 1] ?? 0];
    ring.push(answers.axisOrder === "latitudeFirst" ? [pair[1], pair[0]] : pair);
  }
  const reading: Reading = { form: "list of coordinates", areas: [], lines: [], notes: [], question: null };
  if (ring.length === 0) {
    return null;
  }
  if (/LINESTRING|POINT/i.test(text)) {
    return { ...reading, form: "WKT", lines: [{ name: "Track", positions: ring }] };
  }
  if (answers.epsg != null) {
    reading.notes = [`Converted from EPSG:${String(answers.epsg)}.`];
  }
  if (ring.some(([lon, lat]) => Math.abs(lat) > 540 || Math.abs(lon) > 540)) {
    if (answers.epsg != null) {
      return { ...reading, areas: [{ name: null, report: report({ type: "Polygon", coordinates: [[[-9.2, 38.6], [-9, 38.6], [-9, 38.8], [-9.2, 38.8], [-9.2, 38.6]]] }) }] };
    }
    return { ...reading, question: { kind: "referenceSystem", message: "These positions are not degrees. In which reference system are they?", example: ring[0]?.join(", ") ?? "", systems: [{ epsg: 3857, name: "WGS 84 / Pseudo-Mercator", bounds: [-9.2, 38.6, -9, 38.8] }, { epsg: 32629, name: "WGS 84 / UTM zone 29N", bounds: [-9.1, 38.7, -9, 38.9] }], defined: null } };
  }
  if (answers.axisOrder == null && ring.some(([, lat]) => Math.abs(lat) > 90)) {
    const [west, south, east, north] = boundsOf(ring);
    return { ...reading, question: { kind: "axisOrder", message: "Longitude and latitude seem to be swapped. Which number comes first?", orders: [{ order: "latitudeFirst", possible: true, bounds: [south, west, north, east] }, { order: "longitudeFirst", possible: false, bounds: [west, south, east, north] }] } };
  }
  const [first, last] = [ring[0], ring.at(-1)];
  if (first === undefined || last === undefined || ring.length < 3) {
    return null;
  }
  if (first[0] !== last[0] || first[1] !== last[1]) {
    ring.push(first);
  }
  return { ...reading, areas: [{ name: null, report: report({ type: "Polygon", coordinates: [ring] }) }] };
}

/** A box round positions, wider by a distance. */
function boxRound(positions: readonly [number, number][], metres: number): Polygon {
  const [west, south, east, north] = boundsOf([...positions]);
  const away = metres / 111_000;
  return { type: "Polygon", coordinates: [[[west - away, south - away], [east + away, south - away], [east + away, north + away], [west - away, north + away], [west - away, south - away]]] };
}

const PLACES: Place[] = [
  { name: "Lisbon", country: "Portugal", lon: -9.1393, lat: 38.7223 },
  { name: "Montijo", country: "Portugal", lon: -8.9738, lat: 38.7067 },
  { name: "Rotterdam", country: "Netherlands", lon: 4.4777, lat: 51.9244 },
  { name: "Suva", country: "Fiji", lon: 178.4419, lat: -18.1416 },
];

let nextId = 1;
const COLORS = ["rose", "violet", "teal", "lime", "sand"];

export const areas: Pick<Commands, Nouns> = {
  checkArea: (polygon) => ok(report(polygon)),
  areaLimits: () => ok([{ what: "most vertices", value: 999, unit: "", source: "OneAtlas documentation" }]),
  readAreas: (text, answers) => {
    const found = readText(text, answers);
    return found === null ? refused("invalidArea", "No area was found in this text.", "Give GeoJSON, WKT or a list of coordinates.") : ok(found);
  },
  openAreaFile: () => ok([]),
  readAreaFiles: (paths, answers) => {
    const readings = paths.map((path) => ({ path, reading: readText(dropped.get(path) ?? "", answers) }));
    const empty = readings.find(({ reading }) => reading === null);
    if (empty !== undefined) {
      return refused("invalidArea", `No area was found in ${empty.path}.`, "Give GeoJSON, WKT or a list of coordinates.");
    }
    return ok(readings.flatMap(({ path, reading }) => (reading === null ? [] : [{ path, reading: { ...reading, areas: reading.areas.map((area) => ({ ...area, name: area.name ?? path.replace(/\.[^.]*$/, "") })) } }])));
  },
  bufferLines: (lines, metres) => ok(lines.map(({ name, positions }) => ({ name, report: report(boxRound(positions, metres ?? 0)) }))),
  splitArea: (polygon, from, to) => {
    const ring = (polygon.coordinates[0] ?? []).slice(0, -1);
    const size = (piece: readonly [number, number][]) => sphericalKm2([...piece, ...piece.slice(0, 1)]);
    const pieces = splitRing(ring, numbers(from), numbers(to)).map((piece) => [...piece]).sort((a, b) => size(b) - size(a));
    return ok(pieces.map((piece) => report({ type: "Polygon", coordinates: [[...piece, ...piece.slice(0, 1)]] })));
  },
  widenArea: (polygon, wanted) => {
    const km2 = wanted ?? 0;
    const now = report(polygon);
    const factor = Math.sqrt(Math.max(1, km2 / now.km2));
    const [lon, lat] = now.centroid;
    const ring = (polygon.coordinates[0] ?? []).map(([x, y]): [number, number] => [lon + (x - lon) * factor, lat + (y - lat) * factor]);
    return ok(report({ type: "Polygon", coordinates: [ring] }));
  },
  mergeAreas: (polygons) => ok([report(boxRound(polygons.flatMap(({ coordinates }) => coordinates[0] ?? []), 0))]),
  growAreas: (polygons, metres) => ok([report(boxRound(polygons.flatMap(({ coordinates }) => coordinates[0] ?? []), metres ?? 0))]),
  billedAreas: (wanted) => {
    const km2 = wanted ?? 0;
    const sold = [
      { contractId: "CTR22005241", productTypeId: "PleiadesArchiveMono", label: "Pléiades", minimumKm2: 25, perKm2: 13.75 },
      { contractId: "CTR22005241", productTypeId: "SPOTArchive1.5Mono", label: "SPOT", minimumKm2: 100, perKm2: 1.15 },
      { contractId: "CTR22005242", productTypeId: "PleiadesNeoArchiveMono", label: "Pléiades Neo", minimumKm2: 25, perKm2: null },
    ];
    return ok(
      sold.map(({ perKm2, ...product }) => {
        const billedKm2 = Math.max(product.minimumKm2, km2);
        return { ...product, billedKm2, estimate: perKm2 === null ? null : (billedKm2 * perKm2).toFixed(2), currency: perKm2 === null ? null : "EUR" };
      }),
    );
  },
  mendArea: (polygon, kind) => {
    const ring = [...(polygon.coordinates[0] ?? [])];
    const crossed = crossing(ring);
    if (kind === "untangle" && crossed !== null) {
      const middle = ring.slice(crossed.from + 1, crossed.to + 1).reverse();
      ring.splice(crossed.from + 1, middle.length, ...middle);
    }
    if (kind === "hull") {
      return ok([report(boxRound(ring, 0))]);
    }
    const kept = kind === "fillHoles" || kind === "untangle" ? [ring] : [ring, ...polygon.coordinates.slice(1)];
    return ok([report({ type: "Polygon", coordinates: kept })]);
  },
  listAreas: () => ok(world.areas),
  findAreas: (text) => ok(world.areas.filter(({ name }) => name.toLowerCase().includes(text.trim().toLowerCase()))),
  saveAreas: (areas) => {
    const saved = areas.map(({ name, color, polygon }): Area => ({ id: `area-${String(nextId++)}`, name, color: color ?? COLORS[(nextId - 2) % COLORS.length] ?? "rose", report: report(polygon) }));
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
  saveArea: (id, name, polygon) => {
    const known = world.areas.find((area) => area.id === id);
    const saved: Area = { id: id ?? `area-${String(nextId++)}`, name, color: known?.color ?? COLORS[(nextId - 2) % COLORS.length] ?? "rose", report: report(polygon) };
    world.areas = known === undefined ? [...world.areas, saved] : world.areas.map((area) => (area.id === id ? saved : area));
    emit("areasChanged", null);
    return ok(saved);
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
  exportAreas: (ids, form) => ok(`/home/ana/${ids.length === 1 ? "area" : "areas"}.${form.toLowerCase()}`),
  findPlaces: (text) => ok(PLACES.filter((place) => place.name.toLowerCase().startsWith(text.trim().toLowerCase()))),
  placesNear: (positions) =>
    ok(
      positions.map((position) => {
        const [lon, lat] = numbers(position);
        const near = PLACES.map((place) => ({ name: place.name, country: place.country, km: lengthKm([[lon, lat], [place.lon ?? 0, place.lat ?? 0]]) }));
        return near.sort((one, other) => one.km - other.km)[0] ?? null;
      }),
    ),
};
