// Found footprints, up to a hundred thousand at once: one buffer of line segments in a layer of our own, since a
// GeoJSON source of that size takes gigabytes and seconds.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from "maplibre-gl";

import { toRgb } from "../style/palette";

const MAGIC = 0x53574650;
const HEADER_BYTES = 24;

/** Segments `x0 y0 x1 y1` in Web-Mercator units relative to an origin, which keeps single precision exact enough.
 * `west` and `east` bound them in whole-world units. */
export type Footprints = { origin: [number, number]; segments: Float32Array; west: number; east: number };

/** Reads the binary form of the border. Throws when the buffer is not one. */
export function readFootprintBuffer(buffer: ArrayBuffer): Footprints {
  const view = new DataView(buffer);
  if (buffer.byteLength < HEADER_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new Error("the outlines of the scenes came in an unknown form");
  }
  const count = view.getUint32(4, true);
  if (buffer.byteLength < HEADER_BYTES + count * 16) {
    throw new Error("the outlines of the scenes were cut short");
  }
  const origin: [number, number] = [view.getFloat64(8, true), view.getFloat64(16, true)];
  const segments = new Float32Array(buffer, HEADER_BYTES, count * 4);
  let [west, east] = [Infinity, -Infinity];
  for (let index = 0; index < segments.length; index += 2) {
    const x = segments[index] ?? 0;
    west = Math.min(west, x);
    east = Math.max(east, x);
  }
  return { origin, segments, west: origin[0] + west, east: origin[0] + east };
}

/** Above this many segments lines are drawn one pixel wide, which costs a fraction of the smooth ones. */
const SMOOTH_LIMIT = 60_000;

const VERTEX = `#version 300 es
uniform mat4 u_matrix;
uniform vec2 u_viewport;
uniform float u_width;
in vec4 a_segment;
in vec2 a_corner;
out float v_across;
void main() {
  vec4 from = u_matrix * vec4(a_segment.xy, 0.0, 1.0);
  vec4 to = u_matrix * vec4(a_segment.zw, 0.0, 1.0);
  vec2 along = (to.xy / to.w - from.xy / from.w) * u_viewport;
  float len = max(length(along), 1e-6);
  vec2 normal = vec2(-along.y, along.x) / len;
  vec4 base = a_corner.x < 0.5 ? from : to;
  vec2 offset = normal * a_corner.y * (u_width + 1.0) / u_viewport;
  gl_Position = base + vec4(offset * base.w, 0.0, 0.0);
  v_across = a_corner.y * (u_width + 1.0);
}`;

const HAIRLINE_VERTEX = `#version 300 es
uniform mat4 u_matrix;
in vec2 a_point;
out float v_across;
void main() {
  gl_Position = u_matrix * vec4(a_point, 0.0, 1.0);
  v_across = 0.0;
}`;

const FRAGMENT = `#version 300 es
precision highp float;
uniform vec4 u_colour;
uniform float u_width;
in float v_across;
out vec4 colour;
void main() {
  float cover = clamp(u_width + 0.5 - abs(v_across), 0.0, 1.0);
  colour = u_colour * cover;
}`;

type Program = { program: WebGLProgram; uniforms: Record<string, WebGLUniformLocation | null> };

export class FootprintLayer implements CustomLayerInterface {
  readonly id = "footprints";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  #map: MapLibreMap | null = null;
  #gl: WebGL2RenderingContext | null = null;
  #smooth: Program | null = null;
  #hairline: Program | null = null;
  #segments: WebGLBuffer | null = null;
  #corners: WebGLBuffer | null = null;
  #data: Footprints | null = null;
  #stale = true;
  #colour: [number, number, number] = [0, 0, 0];
  #opacity = 0.75;

  setData(data: Footprints | null): void {
    this.#data = data;
    this.#stale = true;
    this.#map?.triggerRepaint();
  }

  setColour(colour: string, opacity: number): void {
    this.#colour = toRgb(colour);
    this.#opacity = opacity;
    this.#map?.triggerRepaint();
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#gl = gl;
    this.#smooth = link(gl, VERTEX, ["u_matrix", "u_viewport", "u_width", "u_colour"], ["a_segment", "a_corner"]);
    this.#hairline = link(gl, HAIRLINE_VERTEX, ["u_matrix", "u_width", "u_colour"], ["a_point"]);
    this.#segments = gl.createBuffer();
    this.#corners = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, -1, 0, 1, 1, -1, 1, 1]), gl.STATIC_DRAW);
    this.#stale = true;
  }

  onRemove(_map: MapLibreMap, gl: WebGL2RenderingContext): void {
    gl.deleteBuffer(this.#segments);
    gl.deleteBuffer(this.#corners);
    gl.deleteProgram(this.#smooth?.program ?? null);
    gl.deleteProgram(this.#hairline?.program ?? null);
    this.#map = null;
    this.#gl = null;
  }

  render = (gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void => {
    const data = this.#data;
    if (data === null || data.segments.length === 0 || this.#gl === null) {
      return;
    }
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#segments);
    if (this.#stale) {
      gl.bufferData(gl.ARRAY_BUFFER, data.segments, gl.STATIC_DRAW);
      this.#stale = false;
    }
    const count = data.segments.length / 4;
    const smooth = count <= SMOOTH_LIMIT;
    const program = smooth ? this.#smooth : this.#hairline;
    if (program === null) {
      return;
    }
    gl.useProgram(program.program);
    gl.enable(gl.BLEND);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.CULL_FACE);
    const ratio = this.#map?.getPixelRatio() ?? 1;
    gl.uniform1f(program.uniforms["u_width"] ?? null, 0.55 * ratio);
    gl.uniform4f(program.uniforms["u_colour"] ?? null, ...premultiplied(this.#colour, this.#opacity));
    const vertexArray = gl.createVertexArray();
    gl.bindVertexArray(vertexArray);
    if (smooth) {
      this.#bindSmooth(gl, program);
    } else {
      gl.enableVertexAttribArray(0);
      gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    }
    for (const world of this.#worlds(data)) {
      gl.uniformMatrix4fv(program.uniforms["u_matrix"] ?? null, false, translated(input.defaultProjectionData.mainMatrix, data.origin[0] + world, data.origin[1]));
      if (smooth) {
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
      } else {
        gl.drawArrays(gl.LINES, 0, count * 2);
      }
    }
    gl.bindVertexArray(null);
    gl.deleteVertexArray(vertexArray);
  };

  #bindSmooth(gl: WebGL2RenderingContext, program: Program): void {
    gl.uniform2f(program.uniforms["u_viewport"] ?? null, gl.drawingBufferWidth / 2, gl.drawingBufferHeight / 2);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#segments);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 4, gl.FLOAT, false, 0, 0);
    gl.vertexAttribDivisor(0, 1);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#corners);
    gl.enableVertexAttribArray(1);
    gl.vertexAttribPointer(1, 2, gl.FLOAT, false, 0, 0);
    gl.vertexAttribDivisor(1, 0);
  }

  /** Copies of the world in which the scenes are in view, so that they show on both sides of the 180th meridian. */
  #worlds({ west, east }: Footprints): number[] {
    const bounds = this.#map?.getBounds();
    const first = Math.ceil(((bounds?.getWest() ?? -180) + 180) / 360 - east);
    const last = Math.floor(((bounds?.getEast() ?? 180) + 180) / 360 - west);
    return Array.from({ length: Math.max(0, Math.min(5, last - first + 1)) }, (_, index) => first + index);
  }
}

function premultiplied([red, green, blue]: [number, number, number], opacity: number): [number, number, number, number] {
  return [red * opacity, green * opacity, blue * opacity, opacity];
}

/** `matrix · translate(x, y)` in double precision, so that the origin costs the segments no digits. */
function translated(matrix: ArrayLike<number>, x: number, y: number): Float32Array {
  const result = Float32Array.from(matrix);
  for (let row = 0; row < 4; row += 1) {
    result[12 + row] = (matrix[row] ?? 0) * x + (matrix[4 + row] ?? 0) * y + (matrix[12 + row] ?? 0);
  }
  return result;
}

function link(gl: WebGL2RenderingContext, vertex: string, uniforms: string[], attributes: string[]): Program | null {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, FRAGMENT]] as const) {
    const shader = gl.createShader(type);
    if (shader === null) {
      return null;
    }
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  attributes.forEach((name, index) => {
    gl.bindAttribLocation(program, index, name);
  });
  gl.linkProgram(program);
  return { program, uniforms: Object.fromEntries(uniforms.map((name) => [name, gl.getUniformLocation(program, name)])) };
}
