// Which days a search asks for. It asks for the last three calendar years whenever the wish lies within them, so that
// the calendar can tell about other months and narrowing or moving the dates needs no new search.
import type { SceneFilter } from "../../ipc";

export type DayRange = { from: string | null; to: string | null };

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

function daysBefore(today: string, days: number): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** What the dates are before anybody has chosen any. */
export const lastYear = (today: string): DayRange => ({ from: daysBefore(today, 365), to: null });

/** The ranges people mean most often, counted from `today`. */
export function presets(today: string): Preset[] {
  const back = (days: number) => daysBefore(today, days);
  const year = Number(today.slice(0, 4));
  return [
    { label: "Last 30 days", range: { from: back(30), to: null } },
    { label: "Last 3 months", range: { from: back(91), to: null } },
    { label: "This year", range: { from: `${String(year)}-01-01`, to: null } },
    { label: "Last 12 months", range: lastYear(today) },
    { label: "Last 3 years", range: { from: `${String(year - 2)}-01-01`, to: null } },
    { label: "Any date", range: { from: null, to: null } },
  ];
}

/** A typed day as `YYYY-MM-DD`; null when it is none, so that half-typed text never filters. */
export function readDay(text: string): string | null {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim());
  const [, year = "", month = "", day = ""] = match ?? [];
  const padded = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const time = match === null ? Number.NaN : Date.parse(`${padded}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== padded ? null : padded;
}
