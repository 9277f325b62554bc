// Reads days as people type them. What can be read in two ways is asked about, what is no day is said with its reason: a
// wrong day would search, and in the end buy, something else than was meant.
import { MONTH_NAMES, daysBefore, daysIn, isoDay, longDay, monthsBefore, yearOf } from "./calendar";

/** A first and a last day of what was typed: the same for a day, apart for a month or a year. */
export type Span = { from: string; to: string };

export type DayReading =
  | { kind: "empty" }
  /** `note` says how it was read where that is no matter of course. */
  | { kind: "span"; span: Span; note: string | null }
  | { kind: "ambiguous"; spans: readonly Span[] }
  | { kind: "unread"; message: string };

/** The first year of the archive: SPOT 1 was launched in February 1986. */
export const FIRST_YEAR = 1986;
const EXAMPLES = "Write it like 2025-01-15, 15.1.2025, 15 Jan 2025, Jan 2025 or 2025.";

const unread = (message: string): DayReading => ({ kind: "unread", message });
const read = (span: Span, note: string | null = null): DayReading => ({ kind: "span", span, note });

/** Reads a day, a month, a quarter, a year, or words like `3 months ago`, counted from `today`. */
export function readDay(text: string, today: string): DayReading {
  const plain = plainText(text);
  if (plain === "") {
    return { kind: "empty" };
  }
  for (const way of WAYS) {
    const found = way(plain, today);
    if (found !== null) {
      return checked(found, today);
    }
  }
  return unread(`“${text.trim()}” is no date that can be read. ${EXAMPLES}`);
}

/** Small letters, plain digits and spaces: what programs and keyboards of the world put in their place is taken for them. */
function plainText(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/gu, (digit) => String(digitOf(digit)))
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/gu, "")
    .replace(/[\u2010-\u2015\u2212]/gu, "-")
    .replace(/\s+/gu, " ")
    .trim()
    .toLocaleLowerCase("en");
}

function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  const zero = [0x0660, 0x06f0, 0x0966].find((start) => code >= start && code < start + 10) ?? code;
  return code - zero;
}

type Way = (text: string, today: string) => DayReading | null;

const WAYS: readonly Way[] = [isoForm, compact, dotted, parted, monthOfYear, named, quarter, yearAlone, words];

/** `2025-01-15`, `2025/1/15`, `2025.01.15`, with or without a time; `2025-01`. */
function isoForm(text: string): DayReading | null {
  const time = /^(\d{4})-(\d{2})-(\d{2})[t ]\d{1,2}:\d{2}.*$/u.exec(text);
  if (time !== null) {
    const moment = /(z|[+-]\d{2}:?\d{2})$/u.test(text) ? Date.parse(text.replace(" ", "T").toLocaleUpperCase("en")) : Number.NaN;
    const written = day(Number(time[1]), Number(time[2]), Number(time[3]), "The time of day is left out.");
    return Number.isNaN(moment) || written.kind !== "span" ? written : day(...numbersOf(new Date(moment).toISOString()), "The day in UTC; the time of day is left out.");
  }
  const match = /^(\d{4})([-/. ])(\d{1,2})(?:([-/. ])(\d{1,2}))?$/u.exec(text) ?? /^(\d{4})(年)(\d{1,2})月(?:()(\d{1,2})日)?$/u.exec(text);
  if (match === null) {
    return null;
  }
  const [, year = "", mark, month = "", second, date] = match;
  if (date !== undefined && second !== "" && !sameMark(mark, second)) {
    return null;
  }
  return date === undefined ? wholeMonth(Number(year), Number(month)) : day(Number(year), Number(month), Number(date));
}

/** Compared here: in WebKit a form that refers back to its own mark finds nothing in texts that are kept with two bytes a sign. */
const sameMark = (one: string | undefined, other: string | undefined): boolean => one === other;

const numbersOf = (iso: string): [number, number, number] => [Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8, 10))];

/** `20250115`. */
function compact(text: string): DayReading | null {
  const match = /^(\d{4})(\d{2})(\d{2})$/u.exec(text);
  return match === null ? null : day(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** `15.01.2025`, `15. 1. 25`: with points the day comes first, unless there is no such month. */
function dotted(text: string): DayReading | null {
  const match = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4}|\d{2})\.?$/u.exec(text);
  if (match === null) {
    return null;
  }
  const [first, second, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return second > 12 && first <= 12 ? day(fullYear(year), first, second, "Read as month, day, year.") : day(fullYear(year), second, first, shortNote(year));
}

/** `15/1/2025` and `1/15/2025`, `15-01-2025`: which number is the month is asked where both could be. */
function parted(text: string): DayReading | null {
  const match = /^(\d{1,2})([/\- ])(\d{1,2})([/\- ])(\d{4}|\d{2})$/u.exec(text);
  if (match === null || !sameMark(match[2], match[4])) {
    return null;
  }
  const [first, second, year] = [Number(match[1]), Number(match[3]), Number(match[5])];
  const note = shortNote(year);
  const dayFirst = day(fullYear(year), second, first, note);
  const monthFirst = day(fullYear(year), first, second, note);
  if (first === second || monthFirst.kind !== "span") {
    return dayFirst;
  }
  return dayFirst.kind !== "span" ? monthFirst : { kind: "ambiguous", spans: [dayFirst.span, monthFirst.span] };
}

/** `1/2025`, `01.2025`, `1 2025`. */
function monthOfYear(text: string): DayReading | null {
  const match = /^(\d{1,2})[/.\- ](\d{4})$/u.exec(text);
  return match === null ? null : wholeMonth(Number(match[2]), Number(match[1]));
}

const MONTH = "([a-z]{3,9})\\.?";
const DAY = "(\\d{1,2})(?:st|nd|rd|th|\\.)?";
const GAP = "[ ,/\\-]*";
const NAMED: readonly { form: RegExp; order: string }[] = [
  { form: new RegExp(`^${DAY}${GAP}(?:of )?${MONTH}${GAP}(\\d{4}|\\d{2})$`, "u"), order: "dmy" },
  { form: new RegExp(`^${MONTH}${GAP}(\\d{4})$`, "u"), order: "my" },
  { form: new RegExp(`^${MONTH}${GAP}${DAY}${GAP}(\\d{4})$`, "u"), order: "mdy" },
  { form: new RegExp(`^(\\d{4})${GAP}${MONTH}${GAP}${DAY}$`, "u"), order: "ymd" },
  { form: new RegExp(`^(\\d{4})${GAP}${MONTH}$`, "u"), order: "ym" },
  { form: new RegExp(`^${DAY}${GAP}(?:of )?${MONTH}$`, "u"), order: "dm" },
  { form: new RegExp(`^${MONTH}${GAP}${DAY}$`, "u"), order: "md" },
  { form: new RegExp(`^${MONTH}$`, "u"), order: "m" },
];

/** `15 Jan 2025`, `January 15th, 2025`, `Jan 2025`; without a year the latest such day or month that has begun. */
function named(text: string, today: string): DayReading | null {
  const words = text.replace(/^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?,? /u, "");
  for (const { form, order } of NAMED) {
    const match = form.exec(words);
    if (match === null) {
      continue;
    }
    const part = (letter: string) => match[order.indexOf(letter) + 1] ?? "";
    const month = monthNumber(part("m"));
    if (month === null) {
      return order === "m" || WORDS_OF_TIME.test(text) ? null : unread(`“${part("m")}” is no name of a month. Months are read in English: January or Jan.`);
    }
    const typed = order.includes("y") ? Number(part("y")) : null;
    const year = typed === null ? latestYear(month, order.includes("d") ? Number(part("d")) : 1, today) : fullYear(typed);
    const note = typed === null ? `Read as ${String(year)}, the latest there is.` : shortNote(typed);
    return order.includes("d") ? day(year, month, Number(part("d")), note) : wholeMonth(year, month, note);
  }
  return null;
}

/** `Q1 2025`, `2025 Q1`. */
function quarter(text: string): DayReading | null {
  const match = /^q([1-4])[ /-]?(\d{4})$/u.exec(text) ?? /^(\d{4})[ /-]?q([1-4])$/u.exec(text);
  if (match === null) {
    return null;
  }
  const [number, year] = text.startsWith("q") ? [Number(match[1]), Number(match[2])] : [Number(match[2]), Number(match[1])];
  return read({ from: isoDay(year, number * 3 - 2, 1), to: isoDay(year, number * 3, daysIn(year, number * 3)) });
}

function yearAlone(text: string): DayReading | null {
  return /^\d{4}$/u.test(text) ? read({ from: isoDay(Number(text), 1, 1), to: isoDay(Number(text), 12, 31) }) : null;
}

const WORDS_OF_TIME = /\b(?:today|now|yesterday|ago|last|this|past)\b/u;

/** `today`, `3 months ago`, `last year`, `last 30 days`. */
function words(text: string, today: string): DayReading | null {
  const year = yearOf(today);
  const since = (from: string): DayReading => read({ from, to: today });
  switch (text) {
    case "today":
    case "now":
      return read({ from: today, to: today });
    case "yesterday":
      return read({ from: daysBefore(today, 1), to: daysBefore(today, 1) });
    case "this year":
      return since(isoDay(year, 1, 1));
    case "last year":
      return read({ from: isoDay(year - 1, 1, 1), to: isoDay(year - 1, 12, 31) });
    case "this month":
      return since(`${today.slice(0, 7)}-01`);
    case "last month": {
      const before = monthsBefore(`${today.slice(0, 7)}-01`, 1);
      return read({ from: before, to: daysBefore(`${today.slice(0, 7)}-01`, 1) });
    }
    default: {
      const match = /^(\d{1,4}|an?) (day|week|month|year)s? ago$/u.exec(text) ?? /^(?:the )?(?:last|past) (\d{1,4}) (day|week|month|year)s?$/u.exec(text);
      if (match === null) {
        return null;
      }
      const start = back(today, match[1]?.startsWith("a") === true ? 1 : Number(match[1]), match[2] ?? "");
      return text.endsWith("ago") ? read({ from: start, to: start }) : since(start);
    }
  }
}

/** The day that lies some days, weeks, months or years before another. */
export function back(today: string, count: number, unit: string): string {
  return unit === "day" || unit === "week" ? daysBefore(today, count * (unit === "week" ? 7 : 1)) : monthsBefore(today, count * (unit === "year" ? 12 : 1));
}

const monthNumber = (word: string): number | null => {
  const short = word === "sept" ? "sep" : word;
  const place = MONTH_NAMES.findIndex((name) => name.toLocaleLowerCase("en") === short || name.slice(0, 3).toLocaleLowerCase("en") === short);
  return place < 0 ? null : place + 1;
};

const latestYear = (month: number, date: number, today: string): number => {
  const year = yearOf(today);
  return isoDay(year, month, date) <= today ? year : year - 1;
};

/** Two digits are years of the satellites: 86 to 99 of the last century, the others of this one. */
const fullYear = (year: number): number => (year >= 100 ? year : year >= FIRST_YEAR - 1900 ? 1900 + year : 2000 + year);
const shortNote = (year: number): string | null => (year >= 100 ? null : `Read as the year ${String(fullYear(year))}.`);

function wholeMonth(year: number, month: number, note: string | null = null): DayReading {
  if (month < 1 || month > 12) {
    return unread(`There is no month ${String(month)}. ${EXAMPLES}`);
  }
  return read({ from: isoDay(year, month, 1), to: isoDay(year, month, daysIn(year, month)) }, note);
}

function day(year: number, month: number, date: number, note: string | null = null): DayReading {
  if (month < 1 || month > 12) {
    return unread(`There is no month ${String(month)}. ${EXAMPLES}`);
  }
  const [name, most] = [MONTH_NAMES[month - 1] ?? "", daysIn(year, month)];
  if (date < 1 || date > most) {
    return unread(`There is no ${String(date)} ${name} ${String(year)}: that month has ${String(most)} days.`);
  }
  const span = isoDay(year, month, date);
  return read({ from: span, to: span }, note);
}

/** The same, refused where nothing can have been taken: before the first satellite, or on a day still to come. */
function checked(reading: DayReading, today: string): DayReading {
  if (reading.kind === "ambiguous") {
    const fits = reading.spans.filter((span) => outside(span, today) === null);
    const [only] = fits;
    return fits.length === 1 && only !== undefined ? read(only, "Its other reading lies in the future or before the first satellite.") : fits.length === 0 ? unread(outside(reading.spans[0] ?? { from: today, to: today }, today) ?? "") : { kind: "ambiguous", spans: fits };
  }
  const reason = reading.kind === "span" ? outside(reading.span, today) : null;
  return reason === null ? reading : unread(reason);
}

function outside({ from, to }: Span, today: string): string | null {
  if (yearOf(to) < FIRST_YEAR) {
    return `The archive begins in ${String(FIRST_YEAR)}: nothing was taken in ${String(yearOf(from))}.`;
  }
  return from > today ? `${longDay(from)} is still to come; today is ${longDay(today)}.` : null;
}
