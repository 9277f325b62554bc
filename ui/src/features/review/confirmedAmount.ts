//! The amount a person types to confirm a purchase, compared as decimal text: money never passes through a float.
import { decimalToCents } from "../../shared/format";

/**
 * The plain decimal form of a typed amount ("6.109,36 €" and "6,109.36" become "6109.36"); null when it is none.
 * A single separator before exactly three digits groups thousands, as nobody writes a price with three decimals.
 */
export function plainAmount(typed: string): string | null {
  const text = typed.replace(/[\s\u00a0\u202f€$£']|[A-Za-z]{3}/gu, "");
  if (/^\d+$/u.test(text)) {
    return `${text}.00`;
  }
  if (/^\d{1,3}(?:,\d{3})+$|^\d{1,3}(?:\.\d{3})+$/u.test(text)) {
    return `${text.replace(/[.,]/gu, "")}.00`;
  }
  const match = /^(\d+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+)([.,])(\d{1,2})$/u.exec(text);
  const [, whole = "", point = "", fraction = ""] = match ?? [];
  if (match === null || whole.includes(point)) {
    return null;
  }
  return `${whole.replace(/[.,]/gu, "")}.${fraction.padEnd(2, "0")}`;
}

/** Whether what was typed is the amount asked for, whatever its separators. */
export function isAmount(typed: string, expected: string): boolean {
  const plain = plainAmount(typed);
  return plain !== null && decimalToCents(plain) === decimalToCents(expected);
}

/** Whether the amount lies above the limit from which it has to be typed; no limit, no typing. */
export function isAbove(amount: string, limit: string | null): boolean {
  const [a, b] = [decimalToCents(amount), limit === null ? null : decimalToCents(limit)];
  return a !== null && b !== null && a > b;
}
