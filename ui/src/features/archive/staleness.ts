// Whether the list at hand is an answer to the question that stands in the panel.
import type { Area, SceneFilter, SceneRow } from "../../ipc";
import { rangeCovers } from "./searchRange";
import type { Searched, SearchedArea } from "./store";

/** Tells whether an area is still the one that was searched. */
export const areaKey = (area: Pick<Area, "id"> & { report: Pick<Area["report"], "polygon"> }): string => `${area.id} ${JSON.stringify(area.report.polygon.coordinates)}`;

export const asSearched = (area: Area): SearchedArea => ({ id: area.id, name: area.name, key: areaKey(area) });

/** `areas`: others are chosen; `outline`: the same, and one of them has changed; `dates`: days are missing. */
export type Staleness = "areas" | "outline" | "dates" | null;

export function stalenessOf(searched: Searched | null, chosen: readonly Area[], filter: SceneFilter): Staleness {
  if (searched === null || chosen.length === 0) {
    return null;
  }
  const ids = new Set(searched.areas.map(({ id }) => id));
  if (ids.size !== chosen.length || chosen.some(({ id }) => !ids.has(id))) {
    return "areas";
  }
  const keys = new Set(searched.areas.map(({ key }) => key));
  if (chosen.some((area) => !keys.has(areaKey(area)))) {
    return "outline";
  }
  // Who looks at faults looks at what is here, whatever its date.
  return filter.flawedOnly || rangeCovers(searched.range, filter) ? null : "dates";
}

/** Whether the scenes were measured over the outlines that are now, although they were searched over others. */
export function isMeasured(searched: Searched | null, chosen: readonly Area[]): boolean {
  const keys = searched?.measuredKeys;
  return keys !== undefined && chosen.length > 0 && chosen.every((area) => keys.includes(areaKey(area)));
}

export type Served = SearchedArea & { share: number };

/** The areas of the list that a scene shows something of, the one it shows most of first. */
export function servedBy(row: Pick<SceneRow, "shares">, searched: Searched | null): Served[] {
  const served = (searched?.areas ?? []).map((area, index) => ({ ...area, share: row.shares[index] ?? 0 }));
  return served.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
}

/** `Porto`, `Porto and Lisbon`, `Porto, Lisbon and 3 more`. */
export function namesInWords(names: readonly string[]): string {
  const [first = "", second, ...rest] = names;
  if (second === undefined) {
    return first;
  }
  return rest.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${String(rest.length)} more`;
}
