import type { KeptSearch, SearchRequest } from "../bindings";
import type { Commands } from "../transport";
import { ok, refused, world } from "./world";

type Nouns = "listSearches" | "openSearch" | "saveSearch" | "removeSearch";

let kept: KeptSearch[] = [];

/** Notes a search that has ended, as the back end keeps it on the disk. */
export function rememberSearch(request: SearchRequest, received: number, total: number): void {
  const area = world.areas.find((one) => one.id === request.areaId);
  if (area !== undefined) {
    const id = String(kept.length + 1);
    kept = [{ id, name: null, request, polygon: area.report.polygon, further: (request.furtherAreaIds ?? []).flatMap((further) => world.areas.filter((one) => one.id === further).map((one) => one.report.polygon)), filter: null, searchedAt: world.connection.sandboxTime ?? "", total, received, unfinished: received < total, missing: 0, newest: null }, ...kept];
  }
}

const gone = () => refused("notFound", "There is no such search on this computer.", "Search again.");

export const searches: Pick<Commands, Nouns> = {
  listSearches: () => ok(kept),
  openSearch: (id) => {
    const search = kept.find((one) => one.id === id);
    if (search === undefined) {
      return gone();
    }
    world.found = world.scenes.slice(0, search.received);
    return ok(search);
  },
  saveSearch: (name, filter) => {
    const [latest] = kept;
    if (latest === undefined) {
      return gone();
    }
    const saved = { ...latest, name, filter };
    kept = [saved, ...kept.slice(1)];
    return ok(saved);
  },
  removeSearch: (id) => {
    kept = kept.filter((one) => one.id !== id);
    return ok(null);
  },
};
