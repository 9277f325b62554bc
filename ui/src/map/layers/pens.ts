// The layers of the style, worked out for single features by MapLibre's own rules, for what is drawn without it.
import type { Feature } from "geojson";
import type { LayerSpecification, StylePropertySpecification } from "@maplibre/maplibre-gl-style-spec";
import { featureFilter, latest, normalizePropertyExpression } from "@maplibre/maplibre-gl-style-spec";

/** What of a layer's style matters for one feature. */
export type Pen = {
  kind: "line" | "fill" | "circle";
  source: string;
  /** Whether the layer shows the feature. */
  shows: (feature: Feature) => boolean;
  /** A number of the style: pixels, or a share from 0 to 1. */
  number: (property: string, feature: Feature) => number;
  colour: (property: string, feature: Feature) => string;
  /** Lengths of dashes and gaps in widths of the line; none where it is whole. */
  dashes: readonly number[];
};

type Told = { type: "Point" | "LineString" | "Polygon"; properties: Record<string, unknown> };

function told({ geometry, properties }: Feature): Told {
  const type = geometry.type.endsWith("Polygon") ? "Polygon" : geometry.type.endsWith("LineString") ? "LineString" : "Point";
  return { type, properties: properties ?? {} };
}

/** A pen for each layer that draws lines, fills or circles; the style has no rules that hang on the zoom. */
export function pensOf(layers: readonly LayerSpecification[]): Pen[] {
  return layers.flatMap((layer) => {
    if (layer.type !== "line" && layer.type !== "fill" && layer.type !== "circle") {
      return [];
    }
    const rules = latest[`paint_${layer.type}`] as unknown as Record<string, StylePropertySpecification>;
    const paint = (layer.paint ?? {}) as Record<string, unknown>;
    const found = new Map<string, (feature: Feature) => unknown>();
    const value = (property: string, feature: Feature): unknown => {
      let evaluate = found.get(property);
      if (evaluate === undefined) {
        const rule = rules[property];
        if (rule === undefined) {
          throw new Error(`layers of lines, fills and circles have no “${property}” here`);
        }
        const expression = normalizePropertyExpression((paint[property] ?? rule.default) as never, property, rule);
        evaluate = (of) => expression.evaluate({ zoom: 0 }, told(of)) as unknown;
        found.set(property, evaluate);
      }
      return evaluate(feature);
    };
    const { filter } = featureFilter(layer.filter, "filter");
    const dashes = paint["line-dasharray"];
    return [
      {
        kind: layer.type,
        source: layer.source,
        shows: (feature: Feature) => filter({ zoom: 0 }, told(feature)),
        number: (property: string, feature: Feature) => Number(value(property, feature)),
        colour: (property: string, feature: Feature) => String(value(property, feature)),
        dashes: Array.isArray(dashes) ? dashes.map(Number) : [],
      },
    ];
  });
}
