// Map labels are drawn from bundled font files; there is no glyph server.
import cyrillic from "@fontsource/noto-sans/files/noto-sans-cyrillic-500-normal.woff2?url";
import greek from "@fontsource/noto-sans/files/noto-sans-greek-500-normal.woff2?url";
import latinExt from "@fontsource/noto-sans/files/noto-sans-latin-ext-500-normal.woff2?url";
import latinExtBold from "@fontsource/noto-sans/files/noto-sans-latin-ext-700-normal.woff2?url";
import latin from "@fontsource/noto-sans/files/noto-sans-latin-500-normal.woff2?url";
import latinBold from "@fontsource/noto-sans/files/noto-sans-latin-700-normal.woff2?url";
import vietnamese from "@fontsource/noto-sans/files/noto-sans-vietnamese-500-normal.woff2?url";
import type { StyleSpecification } from "maplibre-gl";

const face = (file: string, ranges: string) => ({ url: new URL(file, document.baseURI).href, "unicode-range": ranges.split(",") });

// The ranges are those the font packages declare for their files.
const LATIN = "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215";
const LATIN_EXT = "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2C60-2C7F,U+A720-A7FF";
const VIETNAMESE = "U+1EA0-1EF9,U+20AB";
const GREEK = "U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF";
const CYRILLIC = "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116";

export const LABEL_FONT = "Label";
export const LABEL_FONT_BOLD = "Label Bold";

/** The style's font files, by the names its labels use. */
export function fontFaces(): NonNullable<StyleSpecification["font-faces"]> {
  return {
    [LABEL_FONT]: [face(latin, LATIN), face(vietnamese, VIETNAMESE), face(latinExt, LATIN_EXT), face(greek, GREEK), face(cyrillic, CYRILLIC)],
    [LABEL_FONT_BOLD]: [face(latinBold, LATIN), face(latinExtBold, LATIN_EXT)],
  };
}
