// Areas and picked scenes near the poles, where MapLibre's tiles end: drawn over the map by the rules of the same layers.
import type { Feature } from "geojson";
import type { CustomLayerInterface, CustomRenderMethodInput, LayerSpecification, Map as MapLibreMap } from "maplibre-gl";

import { redraw } from "../engine";
import { paths } from "./beyond";
import { Eye, type Spot, spotsAlong } from "./eye";
import { type Pen, pensOf } from "./pens";
import { inView, worlds } from "./projection";

/** A feature in the form in which it is drawn. */
export type Drawn = { feature: Feature; lines: Spot[][]; west: number; east: number };

export class PolarLayer implements CustomLayerInterface {
  readonly id = "polar";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  readonly #drawn = new Map<string, Drawn[]>();
  #pens: Pen[] = [];
  #map: MapLibreMap | null = null;
  #canvas: HTMLCanvasElement | null = null;

  /** Replaces what is drawn of a source. */
  set(source: string, features: readonly Feature[]): void {
    if (features.length === 0 && !this.#drawn.has(source)) {
      return;
    }
    if (features.length === 0) {
      this.#drawn.delete(source);
    } else {
      this.#drawn.set(source, features.map(prepared));
    }
    redraw(this.#map);
  }

  restyle(layers: readonly LayerSpecification[]): void {
    this.#pens = pensOf(layers);
    redraw(this.#map);
  }

  onAdd(map: MapLibreMap): void {
    this.#map = map;
  }

  onRemove(): void {
    this.#canvas?.remove();
    this.#canvas = null;
    this.#map = null;
  }

  render = (_gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void => {
    const map = this.#map;
    if (map === null || this.#drawn.size === 0) {
      this.#canvas?.remove();
      this.#canvas = null;
      return;
    }
    const context = this.#paper(map);
    if (context !== null) {
      const { clientWidth, clientHeight } = map.getCanvas();
      const seen = inView(map);
      drawPolar(context, new Eye(input, clientWidth, clientHeight), this.#pens, this.#drawn, (west, east) => worlds(input, seen, [west, east]));
    }
  };

  /** An empty sheet over the map, as sharp as the screen; not there while nothing is drawn. */
  #paper(map: MapLibreMap): CanvasRenderingContext2D | null {
    const under = map.getCanvas();
    if (this.#canvas === null) {
      this.#canvas = document.createElement("canvas");
      this.#canvas.dataset["map"] = "polar";
      this.#canvas.style.cssText = "position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none";
      under.after(this.#canvas);
    }
    const canvas = this.#canvas;
    const ratio = window.devicePixelRatio;
    const [width, height] = [Math.round(under.clientWidth * ratio), Math.round(under.clientHeight * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
    }
    const context = canvas.getContext("2d");
    context?.setTransform(1, 0, 0, 1, 0, 0);
    context?.clearRect(0, 0, width, height);
    context?.scale(ratio, ratio);
    return context;
  }
}

/** A feature as it is drawn. */
export function prepared(feature: Feature): Drawn {
  const lines = paths(feature).map(spotsAlong);
  let [west, east] = [Infinity, -Infinity];
  for (const { flat } of lines.flat()) {
    west = Math.min(west, flat[0]);
    east = Math.max(east, flat[0]);
  }
  return { feature, lines, west, east };
}

/** Draws features pen by pen; `turns` tells on which turns of the flat earth something between two edges is in view. */
export function drawPolar(
  context: CanvasRenderingContext2D,
  eye: Eye,
  pens: readonly Pen[],
  drawn: ReadonlyMap<string, readonly Drawn[]>,
  turns: (west: number, east: number) => number[],
): void {
  context.lineJoin = "round";
  for (const pen of pens) {
    for (const { feature, lines, west, east } of drawn.get(pen.source) ?? []) {
      if (pen.shows(feature)) {
        for (const turn of turns(west, east)) {
          DRAW[pen.kind](context, eye, pen, feature, lines, turn);
        }
      }
    }
  }
}

type Draw = (context: CanvasRenderingContext2D, eye: Eye, pen: Pen, feature: Feature, lines: Spot[][], turn: number) => void;

const DRAW: Record<Pen["kind"], Draw> = {
  line: (context, eye, pen, feature, lines, turn) => {
    const width = pen.number("line-width", feature);
    context.globalAlpha = pen.number("line-opacity", feature);
    context.strokeStyle = pen.colour("line-color", feature);
    context.lineWidth = width;
    context.setLineDash(pen.dashes.map((dash) => dash * width));
    context.beginPath();
    for (const line of lines) {
      for (const piece of eye.seen(line)) {
        trace(context, eye, piece, turn);
      }
    }
    context.stroke();
    context.setLineDash([]);
  },
  fill: (context, eye, pen, feature, lines, turn) => {
    if (!feature.geometry.type.endsWith("Polygon")) {
      return;
    }
    context.globalAlpha = pen.number("fill-opacity", feature);
    context.fillStyle = pen.colour("fill-color", feature);
    context.beginPath();
    for (const ring of lines) {
      trace(context, eye, eye.seenGround(ring), turn);
      context.closePath();
    }
    context.fill("evenodd");
  },
  circle: (context, eye, pen, feature, lines, turn) => {
    if (!feature.geometry.type.endsWith("Point")) {
      return;
    }
    const [radius, rim] = [pen.number("circle-radius", feature), pen.number("circle-stroke-width", feature)];
    for (const spot of lines.flat().filter((at) => eye.side(at) >= 0)) {
      const [x, y] = eye.at(spot, turn);
      context.globalAlpha = pen.number("circle-opacity", feature);
      context.fillStyle = pen.colour("circle-color", feature);
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      if (rim > 0) {
        context.globalAlpha = pen.number("circle-stroke-opacity", feature);
        context.strokeStyle = pen.colour("circle-stroke-color", feature);
        context.lineWidth = rim;
        context.beginPath();
        // MapLibre's rim lies round the circle.
        context.arc(x, y, radius + rim / 2, 0, 2 * Math.PI);
        context.stroke();
      }
    }
  },
};

function trace(context: CanvasRenderingContext2D, eye: Eye, line: readonly Spot[], turn: number): void {
  line.forEach((spot, index) => {
    const [x, y] = eye.at(spot, turn);
    if (index === 0) {
      context.moveTo(x, y);
    } else {
      context.lineTo(x, y);
    }
  });
}
