import type { SceneFacets, SceneFilter, SceneRow, Sort } from "../bindings";
import type { Commands } from "../transport";
import { emit, ok, refused, sleep, world } from "./world";

type Nouns =
  | "searchArchive" | "cancelSearch" | "readScenes" | "describeScenes" | "scenesAt" | "describeScene" | "keepScene" | "exportFootprint";

let cancelled = false;

type Test = { label: string; passes: (row: SceneRow) => boolean };

function tests(filter: SceneFilter): Test[] {
  const list: Test[] = [];
  const { dateFrom, dateTo, maxCloud, maxIncidence, minCoverage } = filter;
  if (dateFrom !== null || dateTo !== null) {
    list.push({ label: "In the dates", passes: (row) => (dateFrom === null || row.acquired.slice(0, 10) >= dateFrom) && (dateTo === null || row.acquired.slice(0, 10) <= dateTo) });
  }
  if (filter.constellations.length < 3) {
    list.push({ label: filter.constellations.join(" or "), passes: (row) => row.constellation !== "other" && filter.constellations.includes(row.constellation) });
  }
  if (maxCloud !== null) {
    list.push({ label: `Cloud ≤ ${String(maxCloud)} %`, passes: (row) => row.cloud !== null && row.cloud <= maxCloud });
  }
  if (maxIncidence !== null) {
    list.push({ label: `Incidence ≤ ${String(maxIncidence)}°`, passes: (row) => row.incidence !== null && row.incidence <= maxIncidence });
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
  const months = new Map<string, { year: number; month: number; count: number; bestClear: number }>();
  for (const row of rows) {
    const [year, month] = [Number(row.acquired.slice(0, 4)), Number(row.acquired.slice(5, 7))];
    const key = `${String(year)}-${String(month)}`;
    const entry = months.get(key) ?? { year, month, count: 0, bestClear: 0 };
    entry.count += 1;
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

/** The binary form of the border: header, then four numbers a segment. */
export function footprints(filter: SceneFilter): ArrayBuffer {
  const rings = passing(filter).flatMap((row) => (row.corners === null ? [] : [row.corners.map(mercator)]));
  const segments = rings.flatMap((ring) => ring.map((point, index) => [point, ring[(index + 1) % ring.length] ?? point] as const));
  const origin = segments[0]?.[0] ?? [0.5, 0.5];
  const buffer = new ArrayBuffer(24 + segments.length * 16);
  const view = new DataView(buffer);
  view.setUint32(0, 0x53574650, true);
  view.setUint32(4, segments.length, true);
  view.setFloat64(8, origin[0], true);
  view.setFloat64(16, origin[1], true);
  segments.forEach(([from, to], index) => {
    [from[0] - origin[0], from[1] - origin[1], to[0] - origin[0], to[1] - origin[1]].forEach((value, part) => {
      view.setFloat32(24 + index * 16 + part * 4, value, true);
    });
  });
  return buffer;
}

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
    return ok({ total: hits.length, received: world.found.length, cancelled, unplaced: 0 });
  },
  cancelSearch: () => {
    cancelled = true;
    return ok(null);
  },
  readScenes: (filter, sort, offset, limit) => {
    const rows = sorted(passing(filter), sort);
    return ok({ matched: rows.length, total: world.found.length, revision: world.revision, rows: rows.slice(offset, offset + limit) });
  },
  describeScenes: (filter) => ok(facets(filter)),
  scenesAt: (lon, lat, filter) => ok(passing(filter).filter((row) => row.corners !== null && inside([lon ?? 0, lat ?? 0], row.corners))),
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
  exportFootprint: (id) => ok(`/home/ana/${id}.geojson`),
};
