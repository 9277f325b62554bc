// Scene times are UTC and say so; the user's own times are local or relative.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function monthName(month: number): string {
  return MONTHS[month - 1] ?? "";
}

/** `28 Jun 2026` of an RFC 3339 time or a `YYYY-MM-DD` date, in UTC. */
export function formatUtcDate(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : `${String(date.getUTCDate())} ${monthName(date.getUTCMonth() + 1)} ${String(date.getUTCFullYear())}`;
}

/** `28 Jun`, in UTC, where the year stands elsewhere. */
export function formatUtcDayAndMonth(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : `${String(date.getUTCDate())} ${monthName(date.getUTCMonth() + 1)}`;
}

/** `11:31`, in UTC; the place it stands says so. */
export function formatUtcClock(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
}

/** `28 Jun 2026, 11:31 UTC`. */
export function formatUtcTime(time: string): string {
  const clock = formatUtcClock(time);
  return clock === "" ? time : `${formatUtcDate(time)}, ${clock} UTC`;
}

/** `1 Jan – 30 Sep 2026`, `from 1 Jan 2026`, `until …`, `any date`; dates are `YYYY-MM-DD`. */
export function formatDateRange(from: string | null, to: string | null): string {
  if (from === null && to === null) {
    return "any date";
  }
  if (from === null || to === null) {
    return from === null ? `until ${formatUtcDate(to ?? "")}` : `from ${formatUtcDate(from)}`;
  }
  if (from === to) {
    return formatUtcDate(from);
  }
  const sameYear = from.slice(0, 4) === to.slice(0, 4);
  return `${sameYear ? formatUtcDayAndMonth(from) : formatUtcDate(from)} – ${formatUtcDate(to)}`;
}

/** The user's own time, local: `28 Jun 2026, 13:31`. */
export function formatLocalTime(time: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) {
    return time;
  }
  return `${String(date.getDate())} ${monthName(date.getMonth() + 1)} ${String(date.getFullYear())}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `just now`, `5 min ago`, `5 h ago`, `yesterday`, `28 Oct`; for times to come `in 4 min`. */
export function formatRelativeTime(time: string, now: number): string {
  const then = Date.parse(time);
  if (Number.isNaN(then)) {
    return time;
  }
  const seconds = Math.round((now - then) / 1000);
  const ahead = seconds < 0;
  const amount = Math.abs(seconds);
  const phrase = (text: string) => (ahead ? `in ${text}` : `${text} ago`);
  if (amount < 45) {
    return ahead ? "in a moment" : "just now";
  }
  if (amount < 3570) {
    return phrase(`${String(Math.round(amount / 60))} min`);
  }
  if (amount < 79_200) {
    return phrase(`${String(Math.round(amount / 3600))} h`);
  }
  if (amount < 129_600) {
    return ahead ? "tomorrow" : "yesterday";
  }
  if (amount < 604_800) {
    return phrase(`${String(Math.round(amount / 86_400))} days`);
  }
  const date = new Date(then);
  const day = `${String(date.getDate())} ${monthName(date.getMonth() + 1)}`;
  return date.getFullYear() === new Date(now).getFullYear() ? day : `${day} ${String(date.getFullYear())}`;
}

/** `14 s`, `2 min 5 s`, `1 h 12 min`: what has passed between two times in milliseconds; never less than none. */
export function formatElapsed(since: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  if (seconds < 60) {
    return `${String(seconds)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${String(minutes)} min ${String(seconds % 60)} s` : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

/** `14:02:31` of the user's own day. */
export function formatLocalSeconds(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : `${formatLocalClock(time)}:${two(date.getSeconds())}`;
}

/** `12:04` of the user's own day. */
export function formatLocalClock(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A moment of a record, local, to the second: the time alone where it was today, else `28 Jun 2026, 13:31`. */
export function formatMoment(time: string, now: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime()) || date.toDateString() !== new Date(now).toDateString()) {
    return formatLocalTime(time);
  }
  return `${formatLocalClock(time)}:${two(date.getSeconds())}`;
}

/** Today as `YYYY-MM-DD`, in UTC. */
export function utcToday(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
