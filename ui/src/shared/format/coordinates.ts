// Coordinates as people type them into a single field. Whole texts and files are read in Rust; this only serves fields
// that have to answer while one types.

export type Axis = "lat" | "lon";
export type CoordinateStyle = "decimal" | "dms";

const LIMITS: Record<Axis, number> = { lat: 90, lon: 540 };

/** `38.771300` or `38°46′16.68″ N`; seven decimals are about a centimetre, hundredths of a second about 30 cm. */
export function formatCoordinate(value: number, axis: Axis, style: CoordinateStyle): string {
  const turned = axis === "lon" ? value - 360 * Math.floor((value + 180) / 360) : value;
  if (style === "decimal") {
    return String(Math.round(turned * 1e6) / 1e6);
  }
  const hundredths = Math.round(Math.abs(turned) * 360_000);
  const [degrees, minutes, seconds] = [Math.floor(hundredths / 360_000), Math.floor(hundredths / 6000) % 60, (hundredths % 6000) / 100];
  const letter = axis === "lat" ? (turned < 0 ? "S" : "N") : turned < 0 ? "W" : "E";
  return `${String(degrees)}°${String(minutes).padStart(2, "0")}′${seconds.toFixed(2).padStart(5, "0")}″ ${letter}`;
}

/** Degrees out of `38.77`, `38°46'17"N`, `9 05 18 W` or `-9,08`; null when that is no such coordinate. */
export function parseCoordinate(text: string, axis: Axis): number | null {
  const read = readAngle(text);
  return read === null || (read.axis !== null && read.axis !== axis) || Math.abs(read.degrees) > LIMITS[axis] ? null : read.degrees;
}

/** Longitude and latitude out of two coordinates. Letters say which is which; without them longitude comes first, as in
 * the lists Swath reads. */
export function parsePoint(text: string): [number, number] | null {
  const halves = split(text.trim());
  const [first, second] = [readAngle(halves?.[0] ?? ""), readAngle(halves?.[1] ?? "")];
  if (first === null || second === null || (first.axis !== null && first.axis === second.axis)) {
    return null;
  }
  const swapped = first.axis === "lat" || second.axis === "lon";
  const [lon, lat] = swapped ? [second.degrees, first.degrees] : [first.degrees, second.degrees];
  return Math.abs(lat) > LIMITS.lat || Math.abs(lon) > LIMITS.lon ? null : [lon, lat];
}

/** Kilometres out of `5 km`, `800 m` or `2.5`; null when that is no length. */
export function parseLength(text: string): number | null {
  const match = /^(\d+(?:[.,]\d+)?)\s*(km|m)?$/i.exec(text.trim());
  const value = match?.[1] === undefined ? 0 : Number(match[1].replace(",", "."));
  return value <= 0 ? null : match?.[2]?.toLowerCase() === "m" ? value / 1000 : value;
}

/** Width and height in kilometres out of `5 x 3 km` or `800 × 600 m`. */
export function parseSize(text: string): [number, number] | null {
  const match = /^(.+?)\s*[x×*]\s*(.+?)\s*(km|m)?$/i.exec(text.trim());
  const unit = match?.[3] ?? "";
  const [width, height] = [parseLength(`${match?.[1] ?? ""} ${unit}`), parseLength(`${match?.[2] ?? ""} ${unit}`)];
  return width === null || height === null ? null : [width, height];
}

/** A length in kilometres and a direction clockwise from north, out of `5 km 90°`. */
export function parseStride(text: string): { km: number; bearing: number } | null {
  const match = /^(.+?(?:km|m))[\s,;]+(\d+(?:[.,]\d+)?)\s*°?$/i.exec(text.trim());
  const km = parseLength(match?.[1] ?? "");
  const bearing = Number((match?.[2] ?? "").replace(",", "."));
  return km === null || match === null || bearing >= 360 ? null : { km, bearing };
}

function split(text: string): [string, string] | null {
  const lettered = /^([^NSEW]*[NSEW])[\s,;]*([^NSEW]+[NSEW])$/i.exec(text) ?? /^([NSEW][^NSEW]+?)[\s,;]*([NSEW][^NSEW]+)$/i.exec(text);
  if (lettered?.[1] !== undefined && lettered[2] !== undefined) {
    return [lettered[1], lettered[2]];
  }
  const apart = text.split(/\s*[;,]\s+|\s*;\s*|\s+/).filter((part) => part !== "");
  // A comma between digits is decimal as soon as something else parts the numbers; two such commas alone part nothing for certain.
  const commas = /\d,\d/.test(text) && !text.includes(".");
  if (commas && apart.length === 1 && text.split(",").length > 2) {
    return null;
  }
  const parts = commas && apart.length > 1 ? apart : text.split(/\s*[;,]\s+|\s*;\s*|\s+|,/).filter((part) => part !== "");
  const half = parts.length / 2;
  return parts.length >= 2 && Number.isInteger(half) ? [parts.slice(0, half).join(" "), parts.slice(half).join(" ")] : null;
}

const LETTERS: Record<string, { axis: Axis; sign: 1 | -1 }> = {
  N: { axis: "lat", sign: 1 },
  S: { axis: "lat", sign: -1 },
  E: { axis: "lon", sign: 1 },
  W: { axis: "lon", sign: -1 },
};

function readAngle(text: string): { degrees: number; axis: Axis | null } | null {
  // O is west in French and Spanish, east in German, and may be a zero: it can't be taken for any of them.
  const letters = text.toUpperCase().match(/[NSEW]/g) ?? [];
  const known = letters.length === 1 ? LETTERS[letters[0]] : undefined;
  const bare = text.toUpperCase().replace(/[NSEW]/, "").replace(/−/g, "-").replace(/(\d),(\d)/g, "$1.$2");
  const numbers = bare.match(/\d+(?:\.\d+)?/g) ?? [];
  const rest = bare.replace(/\d+(?:\.\d+)?/g, "").replace(/[\s°º'′’"″”:.-]/g, "");
  const minus = (bare.match(/-/g) ?? []).length;
  if (letters.length > 1 || numbers.length === 0 || numbers.length > 3 || rest !== "" || minus > 1 || (minus === 1 && (known !== undefined || !bare.trim().startsWith("-")))) {
    return null;
  }
  const [degrees = 0, minutes = 0, seconds = 0] = numbers.map(Number);
  if (minutes >= 60 || seconds >= 60) {
    return null;
  }
  const size = degrees + minutes / 60 + seconds / 3600;
  return { degrees: size * (minus === 1 ? -1 : (known?.sign ?? 1)), axis: known?.axis ?? null };
}
