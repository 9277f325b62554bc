// From and to together: what is wrong with them, and whole ranges typed into one field.
import type { DayRange } from "./calendar";
import { longDay } from "./calendar";
import type { DayReading, Span } from "./read";
import { readDay } from "./read";

/** Two days, a month or a year, from its first to its last day. */
export type RangeReading = DayReading;

const BETWEEN = [/\s+(?:to|until|till|and)\s+/iu, /\s+[-–—]\s+/u, /\s*(?:\.\.\.?|–|—|…)\s*/u, /\/(?=\d{4}-)/u, /(?<=^\d{4})-(?=\d{4}$)/u];

/** Reads `Jan 2024 to Mar 2025`, `1.1.2024 – 31.3.2025`, `2024-01-01/2024-03-31`, or one span. */
export function readRange(text: string, today: string): RangeReading {
  const whole = readDay(text, today);
  if (whole.kind !== "unread") {
    return whole;
  }
  for (const sign of BETWEEN) {
    const parts = text.trim().replace(/^(?:from|between)\s+/iu, "").split(sign);
    const [first, second] = parts;
    if (parts.length !== 2 || first === undefined || second === undefined) {
      continue;
    }
    const [start, end] = [readDay(first, today), readDay(second, today)];
    if (start.kind === "span" && end.kind === "span") {
      const span: Span = { from: start.span.from, to: end.span.to };
      const fault = rangeFault(span);
      return fault === null ? { kind: "span", span, note: start.note ?? end.note } : { kind: "unread", message: fault };
    }
    const open = [start, end].find(({ kind }) => kind === "unread");
    return open ?? { kind: "unread", message: "One of the two days can be read in two ways. Type them one by one." };
  }
  return whole;
}

/** What is wrong with two days together; null when nothing is. */
export function rangeFault({ from, to }: DayRange): string | null {
  return from !== null && to !== null && from > to ? `The first day, ${longDay(from)}, lies after the last, ${longDay(to)}.` : null;
}
