import type { Commands } from "../transport";
import type { SceneRow } from "../bindings";
import { formatUtcDate } from "../../shared/format";
import { facets, passing, sorted } from "./sceneAnswers";
import { rememberSearch } from "./searches";
import { switches } from "./switches";
import { emit, ok, refused, sleep, world } from "./world";

type Nouns =
  | "searchArchive" | "cancelSearch" | "resumeSearch" | "refreshSearch" | "readScenes" | "findScenes" | "sceneRank" | "describeScenes" | "scenesAt" | "describeScene" | "keepScene" | "giveUpPictures" | "exportFootprint" | "compareScenes" | "coverageOfScenes" | "measureScenes" | "exportScenes";

let cancelled = false;

/** While the vendor is silent only stopping ends a search. */
async function stoppedOrAnswered(): Promise<void> {
  while (!cancelled && switches.silent) {
    await sleep(20);
  }
}

/** A scene over several areas shows every other one in part, and the first as before. */
function served(row: SceneRow, index: number, areas: number): SceneRow {
  const shares = Array.from({ length: areas }, (_, area) => (area === 0 ? row.coverage : (index + area) % 3 === 0 ? 0 : Math.round(row.coverage / (area + 1))));
  row.shares = shares;
  return row;
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

const outcome = (total: number) => ({ total, received: world.found.length, cancelled, unplaced: 0, flawed: 0, changed: 0, withdrawn: 0, missing: 0, unfinished: world.found.length < total });

export const archive: Pick<Commands, Nouns> = {
  searchArchive: async (request, onProgress) => {
    cancelled = false;
    const areaIds = [request.areaId, ...(request.furtherAreaIds ?? [])];
    const silent = switches.silent;
    if (silent) {
      await stoppedOrAnswered();
      return refused("cancelled", "The search was stopped.");
    }
    const hits = world.scenes
      .filter((row) => {
        const day = row.acquired.slice(0, 10);
        return (request.dateFrom === null || day >= request.dateFrom) && (request.dateTo === null || day <= request.dateTo);
      })
      .map((row, index) => served(row, index, areaIds.length));
    world.found = [];
    for (let received = 0, pages = 1; received < hits.length && !cancelled; pages += 1) {
      received = Math.min(hits.length, received + 28);
      world.found = hits.slice(0, received);
      world.revision += 1;
      onProgress.onmessage({ received, total: hits.length, pages });
      emit("archiveChanged", { revision: world.revision });
      await sleep(import.meta.env.MODE === "test" ? 0 : 250);
    }
    rememberSearch(request, world.found.length, hits.length);
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
  findScenes: (text, limit) => {
    const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const rows = sorted(world.found, [{ key: "date", descending: true }]).filter((row) => {
      const names = [row.id, row.platform, row.productType, row.acquired.slice(0, 10), row.acquired === "" ? "" : formatUtcDate(row.acquired)].join(" ").toLowerCase();
      return words.length > 0 && words.every((word) => names.includes(word));
    });
    return ok({ matched: rows.length, total: world.found.length, revision: world.revision, rows: rows.slice(0, limit) });
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
  giveUpPictures: () => ok(0),
  compareScenes: (one, other) => {
    const [a, b] = [one, other].map((id) => world.scenes.find((row) => row.id === id));
    if (a === undefined || b === undefined) {
      return refused("notFound", "There is no such scene among those found.", "Search again.");
    }
    const days = Math.abs(Date.parse(a.acquired) - Date.parse(b.acquired)) / 86_400_000;
    return ok({ baseToHeight: 0.41, convergence: 23.4, overlap: 82.5, bothCover: Math.min(a.coverage, b.coverage), togetherCover: Math.max(a.coverage, b.coverage), daysApart: days });
  },
  measureScenes: () => {
    world.revision += 1;
    emit("archiveChanged", { revision: world.revision });
    return ok(null);
  },
  coverageOfScenes: (ids) => ok(Math.min(100, Math.max(0, ...world.scenes.filter((row) => ids.includes(row.id)).map((row) => row.coverage + 4)))),
  exportScenes: (format) => ok(`/home/ana/scenes.${format}`),
  exportFootprint: (id) => ok(`/home/ana/${id}.geojson`),
};
