//! The amount a person types to confirm a purchase, compared as decimal text: money never passes through a float, and
//! nothing is rounded on the way.
import { compareDecimals, plainDecimal, sameDecimal } from "../../shared/format";

const FORMS: readonly { form: RegExp; point: string }[] = [
  // Whole, with or without marks between thousands.
  { form: /^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+)$/u, point: "" },
  { form: /^(?:\d+|\d{1,3}(?:,\d{3})+)\.\d+$/u, point: "." },
  { form: /^(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/u, point: "," },
];

/**
 * All decimals that a typed amount may mean, in plain form: "6.109,36 €" is 6109.36 alone, while "1.250" is 1250 to one
 * person and 1.25 to another. Empty when it is no amount.
 */
export function readings(typed: string): string[] {
  const text = typed.replace(/[\s\u00a0\u202f€$£']|[A-Za-z]{3}/gu, "");
  const read = FORMS.filter(({ form }) => form.test(text)).map(({ point }) => plainDecimal(decimalText(text, point)));
  return [...new Set(read.filter((one) => one !== null))];
}

function decimalText(text: string, point: string): string {
  const at = point === "" ? -1 : text.lastIndexOf(point);
  const [whole, fraction] = at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
  return `${whole.replace(/[.,]/gu, "")}.${fraction}`;
}

/** Whether what was typed can be read as exactly the amount asked for. */
export function isAmount(typed: string, expected: string): boolean {
  return readings(typed).some((one) => sameDecimal(one, expected));
}

/** Whether the amount lies above the limit from which it has to be typed; no limit, no typing. */
export function isAbove(amount: string, limit: string | null): boolean {
  return limit !== null && (compareDecimals(amount, limit) ?? 0) > 0;
}

/** Whether an amount is so small that it must be a mistake; what the review says of its price, the page says of an offer. */
export function isNextToNothing(amount: string): boolean {
  return (compareDecimals(amount, "1") ?? 1) < 0;
}
