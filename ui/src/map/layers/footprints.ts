// Found footprints, however many: outlines from one buffer in a layer of our own, since a GeoJSON source of that size
// takes gigabytes and seconds; a tint of how dense they lie where they can't be told apart.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from "maplibre-gl";

import { redraw } from "../engine";
import { DensityGrid } from "./densityGrid";
import type { Footprints, Outlines } from "./footprintBuffer";
import { areQuadrilaterals } from "./footprintBuffer";
import type { FlatView } from "./keptPicture";
import { KeptPicture, flatView } from "./keptPicture";
import type { OutlineBuffers } from "./outlinePrograms";
import { createOutlineBuffers, deleteOutlineBuffers, disposeOutlinePrograms, drawOutlines, uploadOutlines } from "./outlinePrograms";
import type { Program } from "./projection";
import { drawOver, inView, isGlobe, setProjection, worlds } from "./projection";
import type { Ramp } from "./ramps";
import { RAMP_LENGTH } from "./ramps";

/** Above this many items lines are drawn one pixel wide, which costs a fraction of the smooth ones. */
const SMOOTH_LIMIT = 15_000;
/** Fills are for few scenes only: a stack of them would colour the land like sea. */
const FILL_LIMIT = 5;
const FILL_OPACITY = 0.02;
/** From so many items on a picture of them is kept, which takes memory; fewer are drawn as quickly. */
const KEPT_FROM = 2_000;
/** From so many on lines are drawn thinner and fainter, and ever more so: hundreds would bury the land below them. */
const THIN_FROM = 60;
/** How quickly, and how faint at most. */
const [THINNING, FAINTEST] = [0.5, 0.15];
/** Lines are never thinner than this share of their width: below that they break up into dots. */
const THINNEST = 0.6;
/** What is left of the lines while one looks at a picture, which lies above them. */
const BESIDE_PICTURE = 0.4;

/** How faint lines are for their number, from 1 for few. */
export const thinning = (count: number): number => Math.max(FAINTEST, Math.min(1, (THIN_FROM / Math.max(1, count)) ** THINNING));

/** Frames drawn before it is: the map draws one twice when something new comes. */
const KEPT_AFTER = 3;

export class FootprintLayer implements CustomLayerInterface {
  readonly id = "footprints";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  #map: MapLibreMap | null = null;
  #buffers: OutlineBuffers | null = null;
  #rampTexture: WebGLTexture | null = null;
  #density: DensityGrid | null = null;
  #picture: KeptPicture | null = null;
  /** How often these outlines were drawn as they are: at first they get to the screen the shortest way. */
  #drawn = 0;
  #data: Footprints | null = null;
  #filled = false;
  #staleData = true;
  #staleRamp = true;
  #ramp: Ramp = [];
  #opacity = 0.75;

  setData(data: Footprints | null): void {
    this.#data = data;
    this.#filled = data?.kind === "outlines" && data.shades.length <= FILL_LIMIT && areQuadrilaterals(data);
    this.#staleData = true;
    this.#drawn = 0;
    this.#picture?.forget();
    redraw(this.#map);
  }

  /** `beside` tells whether a picture is looked at. */
  setColours(ramp: Ramp, opacity: number, beside: boolean): void {
    this.#ramp = ramp;
    this.#opacity = opacity * (beside ? BESIDE_PICTURE : 1);
    this.#staleRamp = true;
    this.#picture?.forget();
    redraw(this.#map);
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#buffers = createOutlineBuffers(gl);
    this.#rampTexture = gl.createTexture();
    this.#density = new DensityGrid(gl);
    this.#picture = new KeptPicture(gl);
    map.on("moveend", this.#sharpen);
    this.#staleData = true;
    this.#staleRamp = true;
  }

  onRemove(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    map.off("moveend", this.#sharpen);
    if (this.#buffers !== null) {
      deleteOutlineBuffers(gl, this.#buffers);
    }
    gl.deleteTexture(this.#rampTexture);
    this.#density?.dispose(gl);
    this.#picture?.dispose(gl);
    disposeOutlinePrograms(gl);
    this.#map = null;
    this.#buffers = null;
    this.#density = null;
    this.#picture = null;
  }

  prerender = (gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void => {
    const [data, picture] = [this.#data, this.#picture];
    const view = this.#viewOf(gl, input);
    if (data?.kind !== "outlines" || picture === null || view === null || this.#drawn < KEPT_AFTER || picture.serves(view, this.#map?.isMoving() ?? false)) {
      return;
    }
    drawOver(gl, () => {
      picture.take(gl, input, view, (widened, seen) => {
        this.#drawOutlines(gl, widened, data, [seen.edges[0], seen.edges[2]], [seen.width, seen.height]);
      });
    });
  };

  render = (gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void => {
    const data = this.#data;
    if (data === null) {
      return;
    }
    drawOver(gl, () => {
      const view = this.#viewOf(gl, input);
      const [west, east] = inView(this.#map);
      if (data.kind === "density") {
        this.#density?.draw(gl, input, data, this.#ramp[0] ?? [0, 0, 0], worlds(input, [west, east], [data.edges[0], data.edges[2]]));
      } else if (view !== null && this.#picture?.serves(view, this.#map?.isMoving() ?? false) === true) {
        this.#picture.show(gl, input, view);
      } else {
        this.#drawOutlines(gl, input, data, [west, east], [gl.drawingBufferWidth, gl.drawingBufferHeight]);
        this.#drawn += 1;
      }
    });
  };

  /** Where a picture of the outlines can stand for them. */
  #viewOf(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): FlatView | null {
    const many = this.#data?.kind === "outlines" && this.#data.shades.length >= KEPT_FROM;
    return many && !isGlobe(input) ? flatView(input.defaultProjectionData.mainMatrix, gl.drawingBufferWidth, gl.drawingBufferHeight) : null;
  }

  /** After zooming, what was stretched meanwhile is drawn as it is. */
  readonly #sharpen = (): void => {
    if (this.#data?.kind === "outlines" && this.#data.shades.length >= KEPT_FROM) {
      redraw(this.#map);
    }
  };

  #drawOutlines(gl: WebGL2RenderingContext, input: CustomRenderMethodInput, data: Outlines, seen: [number, number], viewport: [number, number]): void {
    const [buffers, ramp] = [this.#buffers, this.#rampTexture];
    if (buffers === null || ramp === null) {
      return;
    }
    if (this.#staleData) {
      this.#staleData = false;
      uploadOutlines(gl, buffers, data);
    }
    if (this.#staleRamp) {
      this.#staleRamp = false;
      upload(gl, ramp, this.#ramp);
    }
    if (buffers.count === 0) {
      return;
    }
    const ratio = this.#map?.getPixelRatio() ?? 1;
    const places = worlds(input, seen, [data.west, data.east]).map((world) => (program: Program) => {
      setProjection(gl, program, input, [data.origin[0] + world, data.origin[1]]);
    });
    const thin = thinning(buffers.count);
    const style = { ramp, opacity: this.#opacity * thin, width: 0.55 * ratio * Math.max(THINNEST, thin), viewport };
    if (this.#filled) {
      drawOutlines(gl, input, "fill", buffers, { ...style, opacity: FILL_OPACITY }, places);
    }
    drawOutlines(gl, input, buffers.count <= SMOOTH_LIMIT ? "smooth" : "hairline", buffers, style, places);
  }
}

function upload(gl: WebGL2RenderingContext, texture: WebGLTexture, ramp: Ramp): void {
  const pixels = new Uint8Array(RAMP_LENGTH * 4);
  for (let shade = 0; shade < RAMP_LENGTH; shade += 1) {
    const colour = ramp[Math.min(shade, ramp.length - 1)] ?? [0, 0, 0];
    pixels.set([...colour.map((part) => Math.round(part * 255)), 255], shade * 4);
  }
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, RAMP_LENGTH, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
}
