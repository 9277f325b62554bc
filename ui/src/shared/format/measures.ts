const NO_BREAK = "\u00a0";

/** A number with so many decimals and thousands grouped. */
export function formatNumber(value: number, digits: number): string {
  return fixed(value, digits);
}

function fixed(value: number, digits: number): string {
  return new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Whole number with thousands grouped. */
export function formatCount(count: number): string {
  return fixed(count, 0);
}

/** `1 scene`, `2 scenes`, `1,204 scenes`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${fixed(count, 0)} ${count === 1 ? one : many}`;
}

/** `9.6 km²` under a hundred, `375 km²` from there; `0.004 km²` and `640 m²` where it is small, never `0.0`. */
export function formatArea(km2: number): string {
  return km2 < 99.95 ? formatAreaExact(km2) : `${fixed(km2, 0)}${NO_BREAK}km²`;
}

/** The same with a decimal from a hundred on too, for figures that are compared or paid: `374.8 km²`. */
export function formatAreaExact(km2: number): string {
  if (!(km2 > 0)) {
    return `0${NO_BREAK}km²`;
  }
  if (km2 < 0.000_995) {
    return `${fixed(Math.max(1, km2 * 1e6), 0)}${NO_BREAK}m²`;
  }
  const number = km2 < 0.95 ? new Intl.NumberFormat("en", { maximumSignificantDigits: 2 }).format(km2) : fixed(km2, 1);
  return `${number}${NO_BREAK}km²`;
}

/** A round figure such as a minimum: `25 km²`, `0.5 km²`. */
export function formatAreaRound(km2: number): string {
  return Number.isInteger(km2) && km2 > 0 ? `${fixed(km2, 0)}${NO_BREAK}km²` : formatArea(km2);
}

/** `32.1 → 99.9 km²`: the unit once where both have the same. */
export function formatAreaFrom(before: number, after: number): string {
  const [from, to] = [formatAreaExact(before), formatAreaExact(after)];
  const unit = to.slice(to.indexOf(NO_BREAK));
  return `${from.endsWith(unit) ? from.slice(0, -unit.length) : from} → ${to}`;
}

/** `97.7 %`, `100 %`, `< 0.1 %`. */
export function formatShare(percent: number): string {
  if (percent > 0 && percent < 0.05) {
    return `<${NO_BREAK}0.1${NO_BREAK}%`;
  }
  // Nothing but the whole is called the whole.
  const rounded = percent < 100 && percent >= 99.95 ? 99.9 : Math.round(percent * 10) / 10;
  return `${fixed(rounded, Number.isInteger(rounded) ? 0 : 1)}${NO_BREAK}%`;
}

/** A share in whole percent; what is not all is not called all, and what is there not nothing. */
export function formatShareRound(percent: number): string {
  if (percent > 0 && percent < 1) {
    return `<${NO_BREAK}1${NO_BREAK}%`;
  }
  return `${fixed(percent < 100 ? Math.min(99, Math.round(percent)) : percent, 0)}${NO_BREAK}%`;
}

/** `18.7°`. */
export function formatAngle(degrees: number): string {
  return `${fixed(degrees, 1)}°`;
}

/** Ground sample in metres without trailing noughts: `0.3 m`, `1.5 m`. */
export function formatResolution(metres: number): string {
  return `${String(Math.round(metres * 100) / 100)}${NO_BREAK}m`;
}

/** `93.7 km`, `870 m`. */
export function formatDistance(km: number): string {
  return km < 1 ? `${fixed(km * 1000, 0)}${NO_BREAK}m` : `${fixed(km, km < 100 ? 1 : 0)}${NO_BREAK}km`;
}

/** Bytes in decimal units: `2,318 B`, `4.1 GB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1 && !(unit === 0 && value < 10_000)) {
    value /= 1000;
    unit += 1;
  }
  return `${fixed(value, unit === 0 ? 0 : value < 10 ? 1 : 0)}${NO_BREAK}${units[unit] ?? "B"}`;
}

/** `38.7713° N 9.0884° W`; longitudes are brought into ±180 first. */
export function formatCoordinates(lon: number, lat: number): string {
  const wrapped = ((((lon + 180) % 360) + 360) % 360) - 180;
  const north = `${fixed(Math.abs(lat), 4)}° ${lat < 0 ? "S" : "N"}`;
  return `${north} ${fixed(Math.abs(wrapped), 4)}° ${wrapped < 0 ? "W" : "E"}`;
}
