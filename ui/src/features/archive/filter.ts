// What the filter is before anybody has set anything, and its parts in words.
import type { SceneFilter } from "../../ipc";
import { formatAngle, formatResolution, formatShare, monthName } from "../../shared/format";

export const openFilter = (): SceneFilter => ({
  dateFrom: null,
  dateTo: null,
  months: [],
  constellations: ["SPOT", "PHR", "PNEO"],
  maxCloud: null,
  maxSnow: null,
  maxIncidence: null,
  minSun: null,
  maxResolution: null,
  minCoverage: null,
  keptOnly: false,
  flawedOnly: false,
});

/** Filters used now and then: each is added from the menu, and shows as a chip while it is set. */
export const OCCASIONAL = ["months", "minCoverage", "minSun", "maxSnow", "maxResolution", "keptOnly", "flawedOnly"] as const;
export type Occasional = (typeof OCCASIONAL)[number];

export const MENU_WORDS: Record<Occasional, string> = {
  months: "Months of the year …",
  minCoverage: "Covers at least …",
  minSun: "Sun at least …",
  maxSnow: "Snow in scene at most …",
  maxResolution: "Pixels at most …",
  keptOnly: "Only those I kept",
  flawedOnly: "Only records with a fault",
};

/** What a filter is when it has just been added: a limit that is wanted often. */
export const FIRST: { [Name in Occasional]: SceneFilter[Name] } = {
  months: [5, 6, 7, 8, 9],
  minCoverage: 60,
  minSun: 30,
  maxSnow: 10,
  maxResolution: 0.5,
  keptOnly: true,
  flawedOnly: true,
};

export const isSet = (filter: SceneFilter, name: Occasional): boolean => {
  const value = filter[name];
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== false;
};

export function inWords(filter: SceneFilter, name: Occasional): string {
  switch (name) {
    case "months":
      return monthsInWords(filter.months);
    case "minCoverage":
      return `covers ≥ ${formatShare(filter.minCoverage ?? 0)}`;
    case "minSun":
      return `sun ≥ ${formatAngle(filter.minSun ?? 0)}`;
    case "maxSnow":
      return `snow in scene ≤ ${formatShare(filter.maxSnow ?? 0)}`;
    case "maxResolution":
      return `pixels ≤ ${formatResolution(filter.maxResolution ?? 0)}`;
    case "keptOnly":
      return "kept";
    case "flawedOnly":
      return "with a fault";
  }
}

/** `May–Sep`, `Nov–Feb`, or the months one by one when they are not in a row. */
export function monthsInWords(months: number[]): string {
  const chosen = (month: number) => months.includes(((month - 1 + 12) % 12) + 1);
  const starts = months.filter((month) => !chosen(month - 1));
  const short = (month: number) => monthName(month).slice(0, 3);
  const [start] = starts;
  if (start !== undefined && starts.length === 1 && months.length > 1) {
    return `${short(start)}–${short(((start + months.length - 2) % 12) + 1)}`;
  }
  return [...months].sort((a, b) => a - b).map(short).join(", ");
}
