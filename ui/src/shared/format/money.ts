// Amounts are decimal text. They are grouped and rounded as text, never as floating-point numbers.

const NO_BREAK = "\u00a0";

/** `"1424.265"`, `"EUR"` → `"1,424.27 €"`. Text that is no decimal is shown as it came. */
export function formatMoney(amount: string, currency: string | null): string {
  const cents = decimalToCents(amount);
  const number = cents === null ? amount : centsToText(cents);
  return currency === null ? number : number + NO_BREAK + currencySymbol(currency);
}

/** The amount in hundredths, rounded half away from zero; `null` when the text is no decimal number. */
export function decimalToCents(amount: string): bigint | null {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/.exec(amount);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "") {
    return null;
  }
  const digits = whole + fraction;
  // Position of the decimal point once the value counts hundredths.
  const point = whole.length + Number(exponent) + 2;
  if (point > 60) {
    return null;
  }
  const padded = point > digits.length ? digits.padEnd(point, "0") : digits;
  const kept = point <= 0 ? "0" : padded.slice(0, point);
  const next = point < 0 ? "0" : (padded[point] ?? "0");
  const cents = BigInt(kept) + (next >= "5" ? 1n : 0n);
  return sign === "-" ? -cents : cents;
}

function centsToText(cents: bigint): string {
  const absolute = cents < 0n ? -cents : cents;
  const whole = (absolute / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const fraction = (absolute % 100n).toString().padStart(2, "0");
  return `${cents < 0n ? "−" : ""}${whole}.${fraction}`;
}

function currencySymbol(currency: string): string {
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
