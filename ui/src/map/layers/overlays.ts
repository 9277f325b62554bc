// Everything Swath itself draws with MapLibre's own layers: scenes picked out, areas, the shape being drawn, faults.
// Form tells them apart as well as colour: width, dashes and casing differ.
import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from "maplibre-gl";

import type { Palette } from "../style/palette";

export const OVERLAY_SOURCES = ["scene-basket", "scene-hover", "scene-over", "scene-selected", "areas", "area-over", "draft", "faults"] as const;
export type OverlaySource = (typeof OVERLAY_SOURCES)[number];

export function overlaySources(): Record<OverlaySource, SourceSpecification> {
  const empty = (): SourceSpecification => ({ type: "geojson", data: { type: "FeatureCollection", features: [] }, tolerance: 0 });
  return Object.fromEntries(OVERLAY_SOURCES.map((name) => [name, empty()])) as Record<OverlaySource, SourceSpecification>;
}

const CASING = 5;

/** The line round scenes. What lies over a picture keeps the dark theme's colours on a dark casing, which stand out from any ground. */
export function sceneLayers(palette: Palette, imagery: boolean): LayerSpecification[] {
  return [
    {
      id: "scene-basket",
      type: "line",
      source: "scene-basket",
      layout: { "line-join": "round" },
      paint: { "line-color": palette.basket, "line-width": 2.4 },
    },
    {
      id: "scene-hover",
      type: "line",
      source: "scene-hover",
      layout: { "line-join": "round" },
      paint: { "line-color": palette.hover, "line-width": 2.4 },
    },
    casing("scene-over", palette),
    {
      id: "scene-over",
      type: "line",
      source: "scene-over",
      layout: { "line-join": "round" },
      paint: { "line-color": ["match", ["get", "of"], "scene-basket", palette.imageryBasket, palette.imageryHover], "line-width": 2.4 },
    },
    {
      id: "scene-selected-casing",
      type: "line",
      source: "scene-selected",
      layout: { "line-join": "round" },
      paint: { "line-color": imagery ? palette.imageryLabel : palette.strong, "line-width": 4.4 },
    },
    {
      id: "scene-selected",
      type: "line",
      source: "scene-selected",
      layout: { "line-join": "round" },
      paint: { "line-color": palette.selected, "line-width": 2 },
    },
  ];
}

/** The dark band under a line over a picture. */
const casing = (source: "scene-over" | "area-over", palette: Palette): LayerSpecification => ({
  id: `${source}-casing`,
  type: "line",
  source,
  layout: { "line-join": "round" },
  paint: { "line-color": palette.imageryCasing, "line-width": CASING, "line-opacity": 0.75 },
});

/** The colour an area was given; the areas' own where it was given none. */
function areaColour(palette: Palette, imagery: boolean): ExpressionSpecification {
  const [violet, teal, lime, sand] = imagery
    ? [palette.imageryViolet, palette.imageryTeal, palette.imageryLime, palette.imagerySand]
    : [palette.violet, palette.teal, palette.lime, palette.sand];
  return ["match", ["get", "color"], "violet", violet, "teal", teal, "lime", lime, "sand", sand, imagery ? palette.imageryAoi : palette.aoi];
}

/** Areas of interest and the editor's shape: outline only, in a colour used for nothing else. */
export function areaLayers(palette: Palette, imagery: boolean): LayerSpecification[] {
  const aoi = imagery ? palette.imageryAoi : palette.aoi;
  const chosen: ExpressionSpecification = ["boolean", ["get", "chosen"], false];
  const own = areaColour(palette, false);
  const line = { "line-width": ["case", chosen, 2.2, 1.4] as ExpressionSpecification, "line-opacity": ["case", chosen, 1, 0.7] as ExpressionSpecification };
  return [
    {
      id: "area-fill",
      type: "fill",
      source: "areas",
      paint: {
        "fill-color": own,
        // What an outline that crosses itself encloses is not known, so it is not filled.
        "fill-opacity": imagery ? 0 : ["case", ["all", chosen, ["boolean", ["get", "sound"], true]], 0.06, 0],
      },
    },
    {
      id: "area-line",
      type: "line",
      source: "areas",
      layout: { "line-join": "round" },
      paint: { "line-color": own, ...line },
    },
    casing("area-over", palette),
    {
      id: "area-over",
      type: "line",
      source: "area-over",
      layout: { "line-join": "round" },
      paint: { "line-color": areaColour(palette, true), ...line },
    },
    { id: "draft-fill", type: "fill", source: "draft", filter: ["==", ["get", "part"], "fill"], paint: { "fill-color": aoi, "fill-opacity": 0.08 } },
    {
      id: "draft-line",
      type: "line",
      source: "draft",
      filter: ["==", ["get", "part"], "line"],
      layout: { "line-join": "round" },
      paint: { "line-color": aoi, "line-width": 2, "line-dasharray": [2.4, 1.6] },
    },
    {
      id: "draft-closing",
      type: "line",
      source: "draft",
      filter: ["==", ["get", "part"], "closing"],
      paint: { "line-color": aoi, "line-width": 1.3, "line-dasharray": [1, 2.4], "line-opacity": 0.8 },
    },
    {
      id: "draft-edge",
      type: "line",
      source: "draft",
      filter: ["==", ["get", "part"], "edited"],
      layout: { "line-join": "round" },
      paint: { "line-color": aoi, "line-width": 2 },
    },
    {
      id: "draft-frame",
      type: "line",
      source: "draft",
      filter: ["==", ["get", "part"], "frame"],
      paint: { "line-color": aoi, "line-width": 1, "line-opacity": 0.7 },
    },
    {
      id: "draft-crossing",
      type: "line",
      source: "draft",
      filter: ["all", ["==", ["get", "part"], "crossing"], ["==", ["geometry-type"], "LineString"]],
      paint: { "line-color": palette.bad, "line-width": 3 },
    },
    {
      id: "draft-crossing-marks",
      type: "circle",
      source: "draft",
      filter: ["all", ["==", ["get", "part"], "crossing"], ["==", ["geometry-type"], "Point"]],
      paint: { "circle-radius": 9, "circle-color": palette.bad, "circle-opacity": 0.2, "circle-stroke-color": palette.bad, "circle-stroke-width": 2 },
    },
    {
      id: "draft-midpoints",
      type: "circle",
      source: "draft",
      filter: ["==", ["get", "part"], "midpoint"],
      paint: { "circle-radius": 3, "circle-color": palette.surface, "circle-stroke-color": aoi, "circle-stroke-width": 1.2, "circle-opacity": 0.85 },
    },
    {
      id: "draft-vertices",
      type: "circle",
      source: "draft",
      filter: ["in", ["get", "part"], ["literal", ["vertex", "turn"]]],
      paint: {
        "circle-radius": ["case", ["boolean", ["get", "active"], false], 7, 5],
        "circle-color": ["case", ["boolean", ["get", "active"], false], aoi, palette.imageryLabel],
        "circle-stroke-color": aoi,
        "circle-stroke-width": 2,
      },
    },
    {
      id: "draft-snap",
      type: "circle",
      source: "draft",
      filter: ["==", ["get", "part"], "snap"],
      paint: { "circle-radius": 9, "circle-color": aoi, "circle-opacity": 0, "circle-stroke-color": palette.hover, "circle-stroke-width": 2 },
    },
    {
      id: "faults",
      type: "circle",
      source: "faults",
      paint: { "circle-radius": 12, "circle-color": palette.bad, "circle-opacity": 0.18, "circle-stroke-color": palette.bad, "circle-stroke-width": 2 },
    },
  ];
}
