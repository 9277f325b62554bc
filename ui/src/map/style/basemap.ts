// The basemap: coast, water, borders and names out of one archive of vector tiles that ends at zoom 8 and is drawn
// larger beyond.
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";

import { imageUrl } from "../../ipc";
import type { Polygon } from "../../ipc";
import { LABEL_FONT, LABEL_FONT_BOLD } from "./fonts";
import type { Palette } from "./palette";

const TILES = "basemap";
const SOUTH_CAP = "south-cap";

/** Tiles end at 85.05° south, within Antarctica, whose outline has an edge there; what covers it reaches to the pole on the globe. */
const CAP_EDGE = -85;

/** The sources of the basemap by their names. */
export function basemapSources(): Record<string, SourceSpecification> {
  const ring = [[-180, CAP_EDGE], [-180, -90], [180, -90], [180, CAP_EDGE], [-180, CAP_EDGE]];
  return {
    [TILES]: { type: "vector", url: `pmtiles://${imageUrl("basemap.pmtiles")}` },
    [SOUTH_CAP]: { type: "geojson", tolerance: 0, data: { type: "Polygon", coordinates: [ring] } },
  };
}

const vector = (layer: string) => ({ source: TILES, "source-layer": layer });

/** Colour of a label: white over the picture that lies on the map, the theme's elsewhere. */
function labelColour(palette: Palette, plain: string, imagery: Polygon | null): ExpressionSpecification | string {
  return imagery === null ? plain : ["case", ["within", imagery], palette.imageryLabel, plain];
}

function haloColour(palette: Palette, imagery: Polygon | null): ExpressionSpecification | string {
  return imagery === null ? palette.halo : ["case", ["within", imagery], palette.imageryCasing, palette.halo];
}

const RANK: ExpressionSpecification = ["coalesce", ["get", "rank"], 6];

/** The layers under everything else, from the ground up. */
export function groundLayers(palette: Palette): LayerSpecification[] {
  return [
    { id: "sea", type: "background", paint: { "background-color": palette.sea } },
    { id: "land", type: "fill", ...vector("land"), paint: { "fill-color": palette.land, "fill-antialias": false } },
    { id: "lakes", type: "fill", ...vector("lakes"), paint: { "fill-color": palette.sea, "fill-outline-color": palette.coast } },
    {
      id: "rivers",
      type: "line",
      ...vector("rivers"),
      minzoom: 4,
      layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": palette.sea, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 0.5, 8, 1.2, 12, 3] },
    },
    {
      id: "coast",
      type: "line",
      ...vector("land"),
      paint: { "line-color": palette.coast, "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.4, 8, 1] },
    },
    { id: SOUTH_CAP, type: "fill", source: SOUTH_CAP, paint: { "fill-color": palette.land, "fill-antialias": false } },
    {
      id: "borders-state",
      type: "line",
      ...vector("borders"),
      minzoom: 4,
      filter: ["==", ["get", "kind"], "state"],
      paint: { "line-color": palette.coast, "line-opacity": 0.55, "line-width": 0.6 },
    },
    {
      id: "borders-country",
      type: "line",
      ...vector("borders"),
      filter: ["==", ["get", "kind"], "country"],
      paint: { "line-color": palette.coast, "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 8, 1.4] },
    },
    {
      id: "borders-disputed",
      type: "line",
      ...vector("borders"),
      filter: ["==", ["get", "kind"], "disputed"],
      paint: { "line-color": palette.coast, "line-width": 1, "line-dasharray": [3, 2] },
    },
  ];
}

/** Names, drawn above pictures and footprints. */
export function labelLayers(palette: Palette, imagery: Polygon | null): LayerSpecification[] {
  return [
    {
      id: "labels-state-towns",
      type: "symbol",
      ...vector("places"),
      minzoom: 3,
      // The tiles say at which zoom a name has room beside weightier ones.
      filter: ["<=", ["get", "zoom"], ["zoom"]],
      layout: {
        "text-field": ["get", "name"],
        "text-font": ["case", ["<=", RANK, 2], ["literal", [LABEL_FONT_BOLD]], ["literal", [LABEL_FONT]]],
        "text-size": ["interpolate", ["linear"], ["zoom"], 4, ["-", 12.5, ["*", 0.4, RANK]], 9, ["-", 16.5, ["*", 0.9, RANK]], 13, ["-", 18, RANK]],
        "text-max-width": 8,
        "text-padding": 10,
        "symbol-sort-key": ["-", ["*", 10, RANK], ["log10", ["max", 1, ["coalesce", ["get", "population"], 1]]]],
      },
      paint: {
        "text-color": labelColour(palette, palette.label, imagery),
        "text-halo-color": haloColour(palette, imagery),
        "text-halo-width": 1.3,
      },
    },
    {
      id: "labels-countries",
      type: "symbol",
      ...vector("countries"),
      maxzoom: 6,
      layout: {
        "text-field": ["get", "name"],
        "text-font": [LABEL_FONT_BOLD],
        "text-size": ["interpolate", ["linear"], ["zoom"], 2, 10, 6, 15],
        "text-letter-spacing": 0.06,
        "text-max-width": 7,
        "symbol-sort-key": RANK,
      },
      paint: {
        "text-color": labelColour(palette, palette.label, imagery),
        "text-halo-color": haloColour(palette, imagery),
        "text-halo-width": 1.4,
      },
    },
  ];
}
