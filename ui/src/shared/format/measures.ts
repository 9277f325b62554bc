const NO_BREAK = "\u00a0";

function fixed(value: number, digits: number): string {
  return new Intl.NumberFormat("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** Whole number with thousands grouped. */
export function formatCount(count: number): string {
  return fixed(count, 0);
}

/** `9.6 km²` under a hundred, `375 km²` from there. */
export function formatArea(km2: number): string {
  return `${fixed(km2, km2 < 99.95 ? 1 : 0)}${NO_BREAK}km²`;
}

/** Always one decimal, for figures that are compared or paid: `374.8 km²`. */
export function formatAreaExact(km2: number): string {
  return `${fixed(km2, 1)}${NO_BREAK}km²`;
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
  const north = `${Math.abs(lat).toFixed(4)}° ${lat < 0 ? "S" : "N"}`;
  return `${north} ${Math.abs(wrapped).toFixed(4)}° ${wrapped < 0 ? "W" : "E"}`;
}
