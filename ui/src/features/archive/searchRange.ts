// Which days a search asks for. It asks for the last three calendar years whenever the wish lies within them, so that
// the calendar can tell about other months and narrowing or moving the dates needs no new search.
import type { SceneFilter } from "../../ipc";
import type { DayRange } from "../../shared/dates";
import { back } from "../../shared/dates";

export function searchRange(filter: Pick<SceneFilter, "dateFrom" | "dateTo">, today: string): DayRange {
  const calendarStart = `${String(Number(today.slice(0, 4)) - 2)}-01-01`;
  if (filter.dateFrom !== null && filter.dateFrom >= calendarStart) {
    return { from: calendarStart, to: null };
  }
  return { from: filter.dateFrom, to: filter.dateTo };
}

/** Whether what was searched holds every day the filter wants. */
export function rangeCovers(searched: DayRange, filter: Pick<SceneFilter, "dateFrom" | "dateTo">): boolean {
  const startHeld = searched.from === null || (filter.dateFrom !== null && filter.dateFrom >= searched.from);
  const endHeld = searched.to === null || (filter.dateTo !== null && filter.dateTo <= searched.to);
  return startHeld && endHeld;
}

export type Preset = { label: string; range: DayRange };

/** What the dates are before anybody has chosen any. */
export const lastYear = (today: string): DayRange => ({ from: back(today, 12, "month"), to: null });

/** The ranges people mean most often, counted from `today`. */
export function presets(today: string): Preset[] {
  const since = (count: number, unit: string): DayRange => ({ from: back(today, count, unit), to: null });
  return [
    { label: "Last 30 days", range: since(30, "day") },
    { label: "Last 3 months", range: since(3, "month") },
    { label: "This year", range: { from: `${today.slice(0, 4)}-01-01`, to: null } },
    { label: "Last 12 months", range: lastYear(today) },
    { label: "Last 3 years", range: since(3, "year") },
    { label: "Any date", range: { from: null, to: null } },
  ];
}
