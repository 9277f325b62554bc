// The map draws on a canvas, so it reads the colours of the tokens instead of naming any.

const TOKENS = {
  sea: "--sea",
  land: "--land",
  coast: "--coast",
  label: "--label",
  strong: "--t1",
  halo: "--land",
  aoi: "--aoi",
  violet: "--area-violet",
  teal: "--area-teal",
  lime: "--area-lime",
  sand: "--area-sand",
  hit: "--hit",
  hover: "--hover",
  basket: "--basket",
  selected: "--acc",
  selectedCasing: "--bg1",
  bad: "--bad",
  unknown: "--scale-unknown",
  scale0: "--scale-0",
  scale1: "--scale-1",
  scale2: "--scale-2",
  scale3: "--scale-3",
  spot: "--kind-spot",
  phr: "--kind-phr",
  pneo: "--kind-pneo",
  surface: "--bg1",
  imageryAoi: "--imagery-aoi",
  imageryViolet: "--imagery-violet",
  imageryTeal: "--imagery-teal",
  imageryLime: "--imagery-lime",
  imagerySand: "--imagery-sand",
  imageryHover: "--imagery-hover",
  imageryBasket: "--imagery-basket",
  imageryLabel: "--imagery-label",
  imageryCasing: "--imagery-casing",
} as const;

export type Palette = Record<keyof typeof TOKENS, string>;

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, style.getPropertyValue(token).trim()])) as Palette;
}

/** A `#rrggbb` colour as three shares 0..1 for WebGL. */
export function toRgb(colour: string): [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}
