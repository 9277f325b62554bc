import axe from "axe-core";
import { expect } from "vitest";

/** What jsdom has no layout or colours for, or what speaks of a whole page and not of a part of one; the walk through the real window looks at
 * these. */
const OUT_OF_REACH = ["color-contrast", "region", "page-has-heading-one", "landmark-one-main", "heading-order", "document-title", "html-has-lang"];

/** Fails on anything that axe-core finds in what is on the page. */
export async function expectUsableByAll(): Promise<void> {
  const { violations } = await axe.run(document.body, { rules: Object.fromEntries(OUT_OF_REACH.map((id) => [id, { enabled: false }])) });
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))).toEqual([]);
}
