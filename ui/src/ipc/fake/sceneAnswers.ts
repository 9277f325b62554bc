// Filter, order and counts of the twin, in the plainest way: what the index does for millions.
import type { Criterion, SceneFacets, SceneFilter, SceneRow, Sort } from "../bindings";
import { world } from "./world";

type Test = { criterion: Criterion; passes: (row: SceneRow) => boolean };

function tests(filter: SceneFilter): Test[] {
  const list: Test[] = [];
  const { dateFrom, dateTo, maxCloud, maxIncidence, minCoverage, months = [], maxSnow = null, minSun = null, maxResolution = null, flawedOnly = false } = filter;
  if (dateFrom !== null || dateTo !== null) {
    list.push({ criterion: "dates", passes: (row) => (dateFrom === null || row.acquired.slice(0, 10) >= dateFrom) && (dateTo === null || row.acquired.slice(0, 10) <= dateTo) });
  }
  if (filter.constellations.length > 0 && filter.constellations.length < 3) {
    list.push({ criterion: "constellations", passes: (row) => row.constellation !== "other" && filter.constellations.includes(row.constellation) });
  }
  if (maxCloud !== null) {
    list.push({ criterion: "cloud", passes: (row) => row.cloud !== null && row.cloud <= maxCloud });
  }
  if (maxIncidence !== null) {
    list.push({ criterion: "incidence", passes: (row) => row.incidence !== null && row.incidence <= maxIncidence });
  }
  if (months.length > 0) {
    list.push({ criterion: "months", passes: (row) => months.includes(Number(row.acquired.slice(5, 7))) });
  }
  if (maxSnow !== null) {
    list.push({ criterion: "snow", passes: (row) => row.snow !== null && row.snow <= maxSnow });
  }
  if (minSun !== null) {
    list.push({ criterion: "sun", passes: (row) => row.sun !== null && row.sun >= minSun });
  }
  if (maxResolution !== null) {
    list.push({ criterion: "resolution", passes: (row) => row.resolution !== null && row.resolution <= maxResolution });
  }
  if (flawedOnly) {
    list.push({ criterion: "flawed", passes: (row) => row.flaws.length > 0 });
  }
  if (minCoverage !== null) {
    list.push({ criterion: "coverage", passes: (row) => row.coverage >= minCoverage });
  }
  if (filter.keptOnly) {
    list.push({ criterion: "kept", passes: (row) => row.kept });
  }
  return list;
}

export function passing(filter: SceneFilter): SceneRow[] {
  const all = tests(filter);
  return world.found.filter((row) => all.every((test) => test.passes(row)));
}

const VALUE: Record<Sort["key"], (row: SceneRow) => number | string> = {
  date: (row) => row.acquired,
  cloud: (row) => row.cloud ?? 101,
  incidence: (row) => row.incidence ?? 90,
  coverage: (row) => row.coverage,
  usable: (row) => (row.cloud === null ? -1 : row.coverage * (100 - row.cloud)),
  snow: (row) => row.snow ?? 101,
  sun: (row) => row.sun ?? -1,
  product: (row) => row.productType,
  resolution: (row) => row.resolution ?? 99,
  platform: (row) => row.platform,
  price: (row) => Number(row.priceEstimate ?? Number.MAX_VALUE),
};

export function sorted(rows: SceneRow[], sort: Sort[]): SceneRow[] {
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

export function facets(filter: SceneFilter): SceneFacets {
  const rows = world.found;
  const months = new Map<string, { year: number; month: number; count: number; bestUsable: number | null; covered: number; leastCloud: number | null }>();
  for (const row of rows) {
    const [year, month] = [Number(row.acquired.slice(0, 4)), Number(row.acquired.slice(5, 7))];
    const key = `${String(year)}-${String(month)}`;
    const entry = months.get(key) ?? { year, month, count: 0, bestUsable: null, covered: 0, leastCloud: null };
    entry.count += 1;
    entry.covered = Math.max(entry.covered, row.coverage);
    entry.leastCloud = row.cloud === null ? entry.leastCloud : Math.min(entry.leastCloud ?? 100, row.cloud);
    entry.bestUsable = row.cloud === null ? entry.bestUsable : Math.max(entry.bestUsable ?? 0, row.coverage * (1 - row.cloud / 100));
    months.set(key, entry);
  }
  let left = rows;
  const steps = tests(filter).map((test) => {
    left = left.filter((row) => test.passes(row));
    return { criterion: test.criterion, left: left.length };
  });
  const matched = left.length;
  const relaxed: [Criterion, SceneFilter][] = [
    ["incidence", { ...filter, maxIncidence: null }],
    ["cloud", { ...filter, maxCloud: null }],
    ["dates", { ...filter, dateFrom: null, dateTo: null }],
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
    filter,
    funnel: [{ criterion: null, left: rows.length }, ...steps],
    relaxations: relaxed.map(([criterion, next]) => ({ criterion, widerByMonths: null, filter: next, gains: passing(next).length - matched })).filter((one) => one.gains > 0),
  };
}
