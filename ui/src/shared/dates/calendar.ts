// Days as people count them, without times and zones: `YYYY-MM-DD`, in the Gregorian calendar.

/** A first and a last day, both included; null where there is no limit. */
export type DayRange = { from: string | null; to: string | null };

export const MONTH_NAMES = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"] as const;

const two = (value: number) => String(value).padStart(2, "0");

export const isoDay = (year: number, month: number, day: number): string => `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;

/** How many days a month has; month 1 is January. */
export function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export const yearOf = (day: string): number => Number(day.slice(0, 4));
export const monthOf = (day: string): number => Number(day.slice(5, 7));
export const dayOf = (day: string): number => Number(day.slice(8, 10));

export function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** The same day some months before; the last of the month where that has no such day. */
export function monthsBefore(day: string, months: number): string {
  const number = yearOf(day) * 12 + monthOf(day) - 1 - months;
  const [year, month] = [Math.floor(number / 12), (number % 12) + 1];
  return isoDay(year, month, Math.min(dayOf(day), daysIn(year, month)));
}

/** `15 January 2025`. */
export function longDay(day: string): string {
  return `${String(dayOf(day))} ${MONTH_NAMES[monthOf(day) - 1] ?? ""} ${String(yearOf(day))}`;
}

/** The span in words: a day, a month, a year, or from one day to another. */
export function spanInWords({ from, to }: { from: string; to: string }): string {
  if (from === to) {
    return longDay(from);
  }
  const [year, month] = [yearOf(from), monthOf(from)];
  if (from === isoDay(year, 1, 1) && to === isoDay(year, 12, 31)) {
    return `all of ${String(year)}`;
  }
  if (from === isoDay(year, month, 1) && to === isoDay(year, month, daysIn(year, month))) {
    return `all of ${MONTH_NAMES[month - 1] ?? ""} ${String(year)}`;
  }
  return `${longDay(from)} to ${longDay(to)}`;
}
