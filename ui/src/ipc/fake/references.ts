// References as the back end makes them: readable in front, random behind.

/** A new reference that begins with `prefix`. */
export function newReference(prefix: string): string {
  return `${prefix}-2026-09-${randomEnd()}`;
}

const RANDOM_END = /-([0-9A-HJKMNP-TV-Z]{11})$/;

const randomEnd = (): string => [...crypto.getRandomValues(new Uint8Array(11))].map((bits) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ".charAt(bits & 31)).join("");

/** What a person typed, with a random end that is its own. */
export function typedReference(typed: string, former: string): string {
  const [end, same] = [typed, former].map((text) => RANDOM_END.exec(text)?.[1]);
  return end !== undefined && end === same ? typed : `${typed.trim()}-${randomEnd()}`;
}
