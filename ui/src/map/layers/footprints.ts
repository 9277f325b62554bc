// Found footprints, however many: outlines from one buffer in a layer of our own, since a GeoJSON source of that size
// takes gigabytes and seconds; a tint of how dense they lie where they can't be told apart.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from "maplibre-gl";

import { toRgb } from "../style/palette";
import { DensityGrid } from "./densityGrid";
import type { Footprints } from "./footprintBuffer";
import { areQuadrilaterals } from "./footprintBuffer";
import type { OutlineBuffers } from "./outlinePrograms";
import { createOutlineBuffers, deleteOutlineBuffers, disposeOutlinePrograms, drawOutlines, uploadOutlines } from "./outlinePrograms";
import type { Program } from "./projection";
import { isGlobe, setProjection } from "./projection";

/** Above this many items lines are drawn one pixel wide, which costs a fraction of the smooth ones. */
const SMOOTH_LIMIT = 15_000;
/** Fills are for few scenes only: a stack of them would colour the land like sea. */
const FILL_LIMIT = 5;
const FILL_OPACITY = 0.02;
const RAMP_LENGTH = 256;

/** Colours as three shares 0 to 1 each, one per shade; the last is for what is not known. */
export type Ramp = [number, number, number][];

export class FootprintLayer implements CustomLayerInterface {
  readonly id = "footprints";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  #map: MapLibreMap | null = null;
  #buffers: OutlineBuffers | null = null;
  #rampTexture: WebGLTexture | null = null;
  #density: DensityGrid | null = null;
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
    this.#map?.triggerRepaint();
  }

  setColours(ramp: Ramp, opacity: number): void {
    this.#ramp = ramp;
    this.#opacity = opacity;
    this.#staleRamp = true;
    this.#map?.triggerRepaint();
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#buffers = createOutlineBuffers(gl);
    this.#rampTexture = gl.createTexture();
    this.#density = new DensityGrid(gl);
    this.#staleData = true;
    this.#staleRamp = true;
  }

  onRemove(_map: MapLibreMap, gl: WebGL2RenderingContext): void {
    if (this.#buffers !== null) {
      deleteOutlineBuffers(gl, this.#buffers);
    }
    gl.deleteTexture(this.#rampTexture);
    this.#density?.dispose(gl);
    disposeOutlinePrograms(gl);
    this.#map = null;
    this.#buffers = null;
    this.#density = null;
  }

  render = (gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void => {
    const data = this.#data;
    if (data === null) {
      return;
    }
    const vertexArray = gl.createVertexArray();
    gl.bindVertexArray(vertexArray);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.CULL_FACE);
    if (data.kind === "density") {
      const [west, , east] = data.edges;
      this.#density?.draw(gl, input, data, this.#ramp[0] ?? [0, 0, 0], this.#worlds(input, west, east));
    } else {
      this.#drawOutlines(gl, input, data);
    }
    gl.bindVertexArray(null);
    gl.deleteVertexArray(vertexArray);
  };

  #drawOutlines(gl: WebGL2RenderingContext, input: CustomRenderMethodInput, data: Extract<Footprints, { kind: "outlines" }>): void {
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
    const places = this.#worlds(input, data.west, data.east).map((world) => (program: Program) => {
      setProjection(gl, program, input, [data.origin[0] + world, data.origin[1]]);
    });
    const style = { ramp, opacity: this.#opacity, width: 0.55 * ratio };
    if (this.#filled) {
      drawOutlines(gl, input, "fill", buffers, { ...style, opacity: FILL_OPACITY }, places);
    }
    drawOutlines(gl, input, buffers.count <= SMOOTH_LIMIT ? "smooth" : "hairline", buffers, style, places);
  }

  /** Copies of the world in which the scenes are in view, so that they show on both sides of the 180th meridian. */
  #worlds(input: CustomRenderMethodInput, west: number, east: number): number[] {
    if (isGlobe(input)) {
      return [0];
    }
    const bounds = this.#map?.getBounds();
    const first = Math.ceil(((bounds?.getWest() ?? -180) + 180) / 360 - east);
    const last = Math.floor(((bounds?.getEast() ?? 180) + 180) / 360 - west);
    return Array.from({ length: Math.max(0, Math.min(5, last - first + 1)) }, (_, index) => first + index);
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

/** One colour for all shades. */
export const plainRamp = (colour: string): Ramp => [toRgb(colour)];

/** Colours spread evenly over the shades, the last shade for what is not known. */
export function spreadRamp(stops: string[], unknown: string): Ramp {
  const colours = stops.map(toRgb);
  return Array.from({ length: RAMP_LENGTH }, (_, shade): [number, number, number] => {
    if (shade === RAMP_LENGTH - 1) {
      return toRgb(unknown);
    }
    const place = (shade / (RAMP_LENGTH - 2)) * (colours.length - 1);
    const [low, high] = [colours[Math.floor(place)] ?? [0, 0, 0], colours[Math.ceil(place)] ?? [0, 0, 0]];
    const share = place - Math.floor(place);
    return [0, 1, 2].map((part) => (low[part] ?? 0) * (1 - share) + (high[part] ?? 0) * share) as [number, number, number];
  });
}

/** A colour for each of the first shades; the last is for all others. */
export function listedRamp(colours: string[], unknown: string): Ramp {
  return Array.from({ length: RAMP_LENGTH }, (_, shade) => toRgb(colours[shade] ?? unknown));
}
