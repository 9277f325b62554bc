//! The request body set for reading: small parts on one line, the corners of an area folded unless wanted.

const WIDTH = 92;

/**
 * The body as lines. With `fold`, rings of positions are shown as "… 13 positions"; nothing else is left out. A body
 * that is no JSON is shown as it is.
 */
export function printBody(body: string, fold: boolean): string {
  try {
    return print(JSON.parse(body) as unknown, "", fold);
  } catch {
    return body;
  }
}

/** Whether there is anything to fold. */
export function hasPositions(body: string): boolean {
  return printBody(body, true) !== printBody(body, false);
}

function print(value: unknown, indent: string, fold: boolean): string {
  const folded = fold ? foldedRing(value) : null;
  if (folded !== null) {
    return folded;
  }
  if (typeof value !== "object" || value === null) {
    return JSON.stringify(value);
  }
  const deeper = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item: unknown) => print(item, deeper, fold))
    : Object.entries(value).map(([key, item]: [string, unknown]) => `${JSON.stringify(key)}: ${print(item, deeper, fold)}`);
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) {
    return `${open}${close}`;
  }
  const line = `${open} ${parts.join(", ")} ${close}`;
  if (line.length + indent.length <= WIDTH && !line.includes("\n")) {
    return line;
  }
  return `${open}\n${parts.map((part) => deeper + part).join(",\n")}\n${indent}${close}`;
}

function foldedRing(value: unknown): string | null {
  const isRing = Array.isArray(value) && value.length > 3 && value.every((item: unknown) => Array.isArray(item) && item.length >= 2 && item.every((one) => typeof one === "number"));
  return isRing ? `[ … ${String(value.length)} positions ]` : null;
}

export interface BodyPart {
  text: string;
  isKey: boolean;
}

/** The lines cut at their keys, so that a page can set these apart. */
export function partsOf(printed: string): BodyPart[] {
  const parts: BodyPart[] = [];
  let rest = 0;
  for (const match of printed.matchAll(/"(?:[^"\\]|\\.)*"(?=\s*:)/gu)) {
    parts.push({ text: printed.slice(rest, match.index), isKey: false }, { text: match[0], isKey: true });
    rest = match.index + match[0].length;
  }
  parts.push({ text: printed.slice(rest), isKey: false });
  return parts.filter((part) => part.text !== "");
}

/** "9c41 77e0 …": enough of a hash to compare by eye. */
export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 4)} ${sha256.slice(4, 8)} …`;
}
