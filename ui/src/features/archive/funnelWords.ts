// What a filter takes away, and what would bring it back, in words: the back end tells which part of the filter it is.
import type { Constellation, Criterion, FunnelStep, Relaxation, SceneFilter } from "../../ipc";
import { formatAngle, formatDateRange, formatResolution, formatShare } from "../../shared/format";
import { monthsInWords } from "./filter";

const NAMES: Record<Constellation, string> = { SPOT: "SPOT", PHR: "Pléiades", PNEO: "Pléiades Neo" };

/** A step of the funnel, of the filter it was counted for. */
export function stepInWords({ criterion }: Pick<FunnelStep, "criterion">, filter: SceneFilter): string {
  return criterion === null ? "Found" : limitInWords(criterion, filter);
}

/** What a change of a filter does; `before` is the filter that is changed. */
export function changeInWords({ criterion, widerByMonths, filter }: Pick<Relaxation, "criterion" | "widerByMonths" | "filter">, before: SceneFilter): string {
  switch (criterion) {
    case null:
      return "Without any filter";
    case "constellations": {
      const added = filter.constellations.find((one) => !before.constellations.includes(one));
      return added === undefined ? "Any constellation" : `${NAMES[added]} too`;
    }
    case "dates":
      return widerByMonths === null ? "At any time" : `${spanInWords(widerByMonths)} wider`;
    case "kept":
      return "Not only kept scenes";
    case "flawed":
      return "Not only those with a fault";
    default:
      return limitInWords(criterion, filter);
  }
}

function spanInWords(months: number): string {
  const [count, unit] = months % 12 === 0 ? [months / 12, "year"] : [months, "month"];
  return count === 1 ? `1 ${unit}` : `${String(count)} ${unit}s`;
}

function limitInWords(criterion: Criterion, filter: SceneFilter): string {
  const limit = (value: number | null, words: (value: number) => string, none: string) => (value === null ? none : words(value));
  switch (criterion) {
    case "constellations":
      return filter.constellations.length === 0 ? "Any constellation" : filter.constellations.map((one) => NAMES[one]).join(", ");
    case "dates":
      return filter.dateFrom === null && filter.dateTo === null ? "Taken at any time" : `Taken ${formatDateRange(filter.dateFrom, filter.dateTo)}`;
    case "months":
      return filter.months.length === 0 ? "In any month" : `Taken in ${monthsInWords(filter.months)}`;
    case "cloud":
      return limit(filter.maxCloud, (value) => `Cloud in scene up to ${formatShare(value)}`, "Any cloud in scene");
    case "snow":
      return limit(filter.maxSnow, (value) => `Snow in scene up to ${formatShare(value)}`, "Any snow in scene");
    case "incidence":
      return limit(filter.maxIncidence, (value) => `Incidence up to ${formatAngle(value)}`, "Any incidence");
    case "sun":
      return limit(filter.minSun, (value) => `Sun at least ${formatAngle(value)} high`, "The sun at any height");
    case "resolution":
      return limit(filter.maxResolution, (value) => `Pixels up to ${formatResolution(value)}`, "Any pixel size");
    case "coverage":
      return limit(filter.minCoverage, (value) => `Covers at least ${formatShare(value)} of the area`, "Any share of the area");
    case "kept":
      return "Kept by you";
    case "flawed":
      return "With a fault in the record";
  }
}
