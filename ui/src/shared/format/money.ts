// Amounts are decimal text. They are grouped, compared and rounded as text, never as floating-point numbers.

const NO_BREAK = "\u00a0";

/** `"1424.265"`, `"EUR"` → `"1,424.27 €"`. Text that is no decimal is shown as it came. */
export function formatMoney(amount: string, currency: string | null): string {
  const cents = decimalToCents(amount);
  return withCurrency(cents === null ? amount : centsToText(cents), currency);
}

/** All decimals there are, two at the least: `"615.27825"` → `"615.27825 €"`. For amounts that a person confirms. */
export function formatMoneyExact(amount: string, currency: string | null): string {
  const plain = plainDecimal(amount);
  if (plain === null) {
    return withCurrency(amount, currency);
  }
  const [whole = "0", fraction = ""] = plain.replace("-", "").split(".");
  return withCurrency(`${plain.startsWith("-") ? "−" : ""}${grouped(whole)}.${fraction.padEnd(2, "0")}`, currency);
}

/** A share that came as decimal text, with all its decimals: `"12.50"` → `"12.5 %"`. Text that is no decimal is shown as it came. */
export function formatPercentExact(percent: string): string {
  return `${plainDecimal(percent) ?? percent}${NO_BREAK}%`;
}

/** The amount in hundredths, rounded half away from zero; `null` when the text is no decimal number. */
export function decimalToCents(amount: string): bigint | null {
  const plain = plainDecimal(amount);
  if (plain === null) {
    return null;
  }
  const [whole = "0", fraction = ""] = plain.replace("-", "").split(".");
  const cents = BigInt(whole + fraction.slice(0, 2).padEnd(2, "0")) + (fraction.charAt(2) >= "5" ? 1n : 0n);
  return plain.startsWith("-") ? -cents : cents;
}

/** Longer numbers are no amounts. */
const MAX_DIGITS = 60;

/**
 * The one plain form of a decimal, also of one with an exponent: no sign but a minus, no zeros that say nothing, no
 * exponent. `"0615.2700"` and `"6.1527E2"` become `"615.27"`; `null` when the text is no decimal number.
 */
export function plainDecimal(text: string): string | null {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(text);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (match === null || digits === "" || digits.length > MAX_DIGITS || Math.abs(point) > MAX_DIGITS) {
    return null;
  }
  const padded = "0".repeat(Math.max(0, 1 - point)) + digits.padEnd(point, "0");
  const split = Math.max(1, point);
  const left = padded.slice(0, split).replace(/^0+(?=\d)/, "");
  const right = padded.slice(split).replace(/0+$/, "");
  const plain = right === "" ? left : `${left}.${right}`;
  return sign === "-" && plain !== "0" ? `-${plain}` : plain;
}

/** Whether two decimals are the same number, to the last place. */
export function sameDecimal(a: string, b: string): boolean {
  const plain = plainDecimal(a);
  return plain !== null && plain === plainDecimal(b);
}

/** Less than 0, 0, or more than 0, as `a` is less than, equal to or more than `b`; `null` when either is no number. */
export function compareDecimals(a: string, b: string): number | null {
  const [left, right] = [plainDecimal(a), plainDecimal(b)];
  if (left === null || right === null) {
    return null;
  }
  const places = Math.max(placesOf(left), placesOf(right));
  const difference = scaled(left, places) - scaled(right, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** All of them together, exact; `null` when one is no number. */
export function moneySum(amounts: readonly string[]): string | null {
  // `moneyLess` keeps all decimals: what is taken from nothing, taken from nothing again, is the sum.
  const negative = amounts.reduce<string | null>((left, amount) => (left === null ? null : moneyLess(left, amount)), "0");
  return negative === null ? null : moneyLess("0", negative);
}

/** `a` less `b`, exact; `null` when either is no number. */
export function moneyLess(a: string, b: string): string | null {
  const [left, right] = [plainDecimal(a), plainDecimal(b)];
  if (left === null || right === null) {
    return null;
  }
  const places = Math.max(placesOf(left), placesOf(right));
  const difference = scaled(left, places) - scaled(right, places);
  const digits = (difference < 0n ? -difference : difference).toString().padStart(places + 1, "0");
  const split = digits.length - places;
  return plainDecimal(`${difference < 0n ? "-" : ""}${digits.slice(0, split)}.${digits.slice(split)}`);
}

function placesOf(plain: string): number {
  return plain.split(".")[1]?.length ?? 0;
}

function scaled(plain: string, places: number): bigint {
  const [whole = "0", fraction = ""] = plain.split(".");
  return BigInt(whole + fraction.padEnd(places, "0"));
}

function centsToText(cents: bigint): string {
  const absolute = cents < 0n ? -cents : cents;
  const fraction = (absolute % 100n).toString().padStart(2, "0");
  return `${cents < 0n ? "−" : ""}${grouped((absolute / 100n).toString())}.${fraction}`;
}

function grouped(whole: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, ",");
}

function withCurrency(number: string, currency: string | null): string {
  return currency === null ? number : number + NO_BREAK + currencySymbol(currency);
}

/** `€` for `EUR`; the code itself where there is no sign. */
export function currencySymbol(currency: string): string {
  try {
    const parts = new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay: "narrowSymbol" }).formatToParts(0);
    return parts.find((part) => part.type === "currency")?.value ?? currency;
  } catch {
    return currency;
  }
}

/** Share of `part` in `whole` for bars, 0..1; 0 when either is no number. */
export function moneyRatio(part: string, whole: string): number {
  const [a, b] = [decimalToCents(part), decimalToCents(whole)];
  if (a === null || b === null || b <= 0n) {
    return 0;
  }
  return Math.min(1, Math.max(0, Number((a * 10_000n) / b) / 10_000));
}
