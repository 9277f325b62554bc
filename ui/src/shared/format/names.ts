// Names of others in our lines: how they are cut when there is no room, and kept apart from the text around them.

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Characters as they are seen: a letter with its marks, a flag, a family is one. */
function characters(text: string): string[] {
  return Array.from(new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text), ({ segment }) => segment);
}

/**
 * The beginning, which may be shortened, and the end, which stays. A name written from right to left has no end of its own:
 * cut in two, its halves would be set in the wrong order.
 */
export function partsOfName(text: string, tail: number): { start: string; end: string } {
  if (RIGHT_TO_LEFT.test(text)) {
    return { start: text, end: "" };
  }
  const all = characters(text);
  const cut = Math.max(0, all.length - tail);
  return { start: all.slice(0, cut).join(""), end: all.slice(cut).join("") };
}

/** A name within a sentence, so that neither changes the direction of the other. */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name;
}
