import type { SceneFacets, SceneFilter, SceneRow, Sort } from "../bindings";
import type { Commands } from "../transport";
import { rememberSearch } from "./searches";
import { emit, ok, refused, sleep, world } from "./world";

type Nouns =
  | "searchArchive" | "cancelSearch" | "resumeSearch" | "refreshSearch" | "readScenes" | "sceneRank" | "describeScenes" | "scenesAt" | "describeScene" | "keepScene" | "exportFootprint" | "compareScenes" | "coverageOfScenes" | "exportScenes";

let cancelled = false;

type Test = { label: string; passes: (row: SceneRow) => boolean };

function tests(filter: SceneFilter): Test[] {
  const list: Test[] = [];
  const { dateFrom, dateTo, maxCloud, maxIncidence, minCoverage, months = [], maxSnow = null, minSun = null, maxResolution = null, flawedOnly = false } = filter;
  if (dateFrom !== null || dateTo !== null) {
    list.push({ label: "In the dates", passes: (row) => (dateFrom === null || row.acquired.slice(0, 10) >= dateFrom) && (dateTo === null || row.acquired.slice(0, 10) <= dateTo) });
  }
  if (filter.constellations.length > 0 && filter.constellations.length < 3) {
    list.push({ label: filter.constellations.join(" or "), passes: (row) => row.constellation !== "other" && filter.constellations.includes(row.constellation) });
  }
  if (maxCloud !== null) {
    list.push({ label: `Cloud ≤ ${String(maxCloud)} %`, passes: (row) => row.cloud !== null && row.cloud <= maxCloud });
  }
  if (maxIncidence !== null) {
    list.push({ label: `Incidence ≤ ${String(maxIncidence)}°`, passes: (row) => row.incidence !== null && row.incidence <= maxIncidence });
  }
  if (months.length > 0) {
    list.push({ label: `Taken in the months ${months.join(", ")}`, passes: (row) => months.includes(Number(row.acquired.slice(5, 7))) });
  }
  if (maxSnow !== null) {
    list.push({ label: `Snow ≤ ${String(maxSnow)} %`, passes: (row) => row.snow !== null && row.snow <= maxSnow });
  }
  if (minSun !== null) {
    list.push({ label: `Sun ≥ ${String(minSun)}°`, passes: (row) => row.sun !== null && row.sun >= minSun });
  }
  if (maxResolution !== null) {
    list.push({ label: `Pixels ≤ ${String(maxResolution)} m`, passes: (row) => row.resolution !== null && row.resolution <= maxResolution });
  }
  if (flawedOnly) {
    list.push({ label: "With a fault", passes: (row) => row.flaws.length > 0 });
  }
  if (minCoverage !== null) {
    list.push({ label: `Covers ≥ ${String(minCoverage)} %`, passes: (row) => row.coverage >= minCoverage });
  }
  if (filter.keptOnly) {
    list.push({ label: "Kept", passes: (row) => row.kept });
  }
  return list;
}

function passing(filter: SceneFilter): SceneRow[] {
  const all = tests(filter);
  return world.found.filter((row) => all.every((test) => test.passes(row)));
}

const VALUE: Record<Sort["key"], (row: SceneRow) => number | string> = {
  date: (row) => row.acquired,
  cloud: (row) => row.cloud ?? 101,
  incidence: (row) => row.incidence ?? 90,
  coverage: (row) => row.coverage,
  snow: (row) => row.snow ?? 101,
  sun: (row) => row.sun ?? -1,
  product: (row) => row.productType,
  resolution: (row) => row.resolution ?? 99,
  platform: (row) => row.platform,
  price: (row) => Number(row.priceEstimate ?? Number.MAX_VALUE),
};

function sorted(rows: SceneRow[], sort: Sort[]): SceneRow[] {
  return [...rows].sort((a, b) => {
    for (const { key, descending } of sort) {
      const [x, y] = [VALUE[key](a), VALUE[key](b)];
      if (x !== y) {
        return (x < y ? -1 : 1) * (descending ? -1 : 1);
      }
    }
    return 0;
  });
}

function histogram(values: (number | null)[], bins: number, step: number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (const value of values) {
    if (value !== null) {
      const bin = Math.min(bins - 1, Math.floor(value / step));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return counts;
}

function facets(filter: SceneFilter): SceneFacets {
  const rows = world.found;
  const months = new Map<string, { year: number; month: number; count: number; bestClear: number; covered: number; leastCloud: number | null }>();
  for (const row of rows) {
    const [year, month] = [Number(row.acquired.slice(0, 4)), Number(row.acquired.slice(5, 7))];
    const key = `${String(year)}-${String(month)}`;
    const entry = months.get(key) ?? { year, month, count: 0, bestClear: 0, covered: 0, leastCloud: null };
    entry.count += 1;
    entry.covered = Math.max(entry.covered, row.coverage);
    entry.leastCloud = row.cloud === null ? entry.leastCloud : Math.min(entry.leastCloud ?? 100, row.cloud);
    entry.bestClear = Math.max(entry.bestClear, row.coverage * (1 - (row.cloud ?? 100) / 100));
    months.set(key, entry);
  }
  let left = rows;
  const funnel = tests(filter).map((test) => {
    left = left.filter((row) => test.passes(row));
    return { label: test.label, left: left.length };
  });
  const matched = left.length;
  const relaxed: [string, SceneFilter][] = [
    ["Any incidence", { ...filter, maxIncidence: null }],
    ["Any cloud", { ...filter, maxCloud: null }],
    ["Any date", { ...filter, dateFrom: null, dateTo: null }],
  ];
  return {
    total: rows.length, matched,
    cloud: histogram(rows.map((row) => row.cloud), 20, 5),
    incidence: histogram(rows.map((row) => row.incidence), 18, 2.5),
    snow: histogram(rows.map((row) => row.snow), 20, 5),
    sun: histogram(rows.map((row) => row.sun), 18, 5),
    coverage: histogram(rows.map((row) => row.coverage), 20, 5),
    monthsOfYear: histogram(rows.map((row) => Number(row.acquired.slice(5, 7)) - 1), 12, 1),
    flawed: rows.filter((row) => row.flaws.length > 0).length,
    flaws: rows.some((row) => row.flaws.length > 0) ? [{ flaw: "noGeometry", count: rows.filter((row) => row.flaws.length > 0).length }] : [],
    constellations: (["SPOT", "PHR", "PNEO"] as const).map((constellation) => ({ constellation, count: rows.filter((row) => row.constellation === constellation).length })),
    months: [...months.values()].sort((a, b) => a.year - b.year || a.month - b.month),
    funnel,
    relaxations: relaxed.map(([label, next]) => ({ label, filter: next, gains: passing(next).length - matched })).filter((one) => one.gains > 0),
  };
}

function inside([lon, lat]: [number, number], corners: [number, number][]): boolean {
  let odd = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i, i += 1) {
    const [a, b] = [corners[i], corners[j]];
    if (a !== undefined && b !== undefined && a[1] > lat !== b[1] > lat && lon < ((b[0] - a[0]) * (lat - a[1])) / (b[1] - a[1]) + a[0]) {
      odd = !odd;
    }
  }
  return odd;
}

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

const outcome = (total: number) => ({ total, received: world.found.length, cancelled, unplaced: 0, flawed: 0, changed: 0, unfinished: world.found.length < total });

export const archive: Pick<Commands, Nouns> = {
  searchArchive: async (request, onProgress) => {
    cancelled = false;
    world.found = [];
    const hits = world.scenes.filter((row) => {
      const day = row.acquired.slice(0, 10);
      return (request.dateFrom === null || day >= request.dateFrom) && (request.dateTo === null || day <= request.dateTo);
    });
    for (let received = 0, pages = 1; received < hits.length && !cancelled; pages += 1) {
      received = Math.min(hits.length, received + 28);
      world.found = hits.slice(0, received);
      world.revision += 1;
      onProgress.onmessage({ received, total: hits.length, pages });
      emit("archiveChanged", { revision: world.revision });
      await sleep(import.meta.env.MODE === "test" ? 0 : 250);
    }
    rememberSearch(request, world.found.length);
    return ok(outcome(hits.length));
  },
  resumeSearch: () => ok(outcome(world.found.length)),
  refreshSearch: () => ok(outcome(world.found.length)),
  cancelSearch: () => {
    cancelled = true;
    return ok(null);
  },
  readScenes: (filter, sort, offset, limit) => {
    const rows = sorted(passing(filter), sort);
    return ok({ matched: rows.length, total: world.found.length, revision: world.revision, rows: rows.slice(offset, offset + limit) });
  },
  sceneRank: (id, filter, sort) => {
    const rank = sorted(passing(filter), sort).findIndex((row) => row.id === id);
    return ok(rank < 0 ? null : rank);
  },
  describeScenes: (filter) => ok(facets(filter)),
  scenesAt: (lon, lat, filter, limit) => {
    const rows = passing(filter).filter((row) => row.corners !== null && inside([lon ?? 0, lat ?? 0], row.corners));
    return ok({ matched: rows.length, total: world.found.length, revision: world.revision, rows: rows.slice(0, limit) });
  },
  describeScene: (id) => {
    const row = world.scenes.find((one) => one.id === id);
    if (row === undefined) {
      return refused("notFound", "This scene is no longer among the results.", "Search again.");
    }
    const ring = row.corners ?? [];
    return ok({
      row, identifier: row.productType, published: row.acquired, sun: { elevation: 62.4, azimuth: 141.8 }, incidenceAcross: 12.1, incidenceAlong: 14.3,
      footprint: row.corners === null ? null : { type: "Polygon", coordinates: [[...ring, ...ring.slice(0, 1)]] },
      properties: [
        { key: "acquisitionDate", value: row.acquired },
        { key: "cloudCover", value: String(row.cloud) },
        { key: "platform", value: row.platform },
        { key: "sensorType", value: "OPTICAL" },
      ],
    });
  },
  keepScene: (id, kept) => {
    for (const row of world.scenes) {
      if (row.id === id) {
        row.kept = kept;
      }
    }
    world.revision += 1;
    emit("archiveChanged", { revision: world.revision });
    return ok(null);
  },
  compareScenes: (one, other) => {
    const [a, b] = [one, other].map((id) => world.scenes.find((row) => row.id === id));
    if (a === undefined || b === undefined) {
      return refused("notFound", "There is no such scene among those found.", "Search again.");
    }
    const days = Math.abs(Date.parse(a.acquired) - Date.parse(b.acquired)) / 86_400_000;
    return ok({ baseToHeight: 0.41, convergence: 23.4, overlap: 82.5, bothCover: Math.min(a.coverage, b.coverage), togetherCover: Math.max(a.coverage, b.coverage), daysApart: days });
  },
  coverageOfScenes: (ids) => ok(Math.min(100, Math.max(0, ...world.scenes.filter((row) => ids.includes(row.id)).map((row) => row.coverage + 4)))),
  exportScenes: (format) => ok(`/home/ana/scenes.${format}`),
  exportFootprint: (id) => ok(`/home/ana/${id}.geojson`),
};
