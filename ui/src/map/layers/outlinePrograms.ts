// How outlines are drawn: wide and smooth while there are few, one pixel wide where there are many, and filled faintly
// where hardly any overlap.
import type { CustomRenderMethodInput } from "maplibre-gl";

import type { Outlines } from "./footprintBuffer";
import { ITEM_NUMBERS } from "./footprintBuffer";
import type { Program } from "./projection";
import { ProjectedProgram } from "./projection";

const STRIDE = ITEM_NUMBERS * 4;
const CORNERS = ITEM_NUMBERS / 2;

const FRAGMENT = `
uniform sampler2D u_ramp;
uniform float u_opacity;
uniform float u_width;
in float v_across;
flat in int v_shade;
out vec4 colour;
void main() {
  float cover = clamp(u_width + 0.5 - abs(v_across), 0.0, 1.0) * u_opacity;
  colour = vec4(texelFetch(u_ramp, ivec2(v_shade, 0), 0).rgb * cover, cover);
}`;

const UNIFORMS = ["u_ramp", "u_opacity", "u_width", "u_viewport"];

const smooth = new ProjectedProgram({
  vertex: `
uniform vec2 u_viewport;
uniform float u_width;
in vec2 a_from;
in vec2 a_to;
in float a_shade;
out float v_across;
flat out int v_shade;
void main() {
  vec4 from = projectTile(a_from);
  vec4 to = projectTile(a_to);
  vec2 along = (to.xy / to.w - from.xy / from.w) * u_viewport;
  float len = length(along);
  // Behind the eye, or of no length: nothing to be seen.
  if (len < 1e-6 || from.w <= 0.0 || to.w <= 0.0) {
    gl_Position = vec4(0.0, 0.0, 2.0, 1.0);
    v_across = 0.0;
    v_shade = 0;
    return;
  }
  float side = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
  // A little longer at either end, so that corners close.
  float end = gl_VertexID < 2 ? -1.0 : 1.0;
  vec4 base = gl_VertexID < 2 ? from : to;
  vec2 unit = along / len;
  vec2 offset = (vec2(-unit.y, unit.x) * side * (u_width + 1.0) + unit * end * u_width * 0.5) / u_viewport;
  gl_Position = base + vec4(offset * base.w, 0.0, 0.0);
  v_across = side * (u_width + 1.0);
  v_shade = int(a_shade + 0.5);
}`,
  fragment: FRAGMENT,
  uniforms: UNIFORMS,
  attributes: ["a_from", "a_to", "a_shade"],
});

/** Corner by corner, without instances: where nothing but the processor draws, those cost more than the lines. */
const plain = new ProjectedProgram({
  vertex: `
in vec2 a_corner;
in float a_shade;
out float v_across;
flat out int v_shade;
void main() {
  gl_Position = projectTile(a_corner);
  v_across = 0.0;
  v_shade = int(a_shade + 0.5);
}`,
  fragment: FRAGMENT,
  uniforms: UNIFORMS,
  attributes: ["a_corner", "a_shade"],
});

/** `shades` has one for each item, `cornerShades` one for each corner; `lines` are pairs of corners. */
export type OutlineBuffers = { corners: WebGLBuffer; shades: WebGLBuffer; cornerShades: WebGLBuffer; lines: WebGLBuffer; count: number };
export type OutlineStyle = { ramp: WebGLTexture; opacity: number; width: number; /** Pixels across and down. */ viewport: [number, number] };

/** Draws outlines as many times as `place` is told to put them somewhere. */
export function drawOutlines(
  gl: WebGL2RenderingContext,
  input: CustomRenderMethodInput,
  how: "smooth" | "hairline" | "fill",
  buffers: OutlineBuffers,
  style: OutlineStyle,
  places: ((program: Program) => void)[],
): void {
  const program = (how === "smooth" ? smooth : plain).use(gl, input);
  if (program === null) {
    return;
  }
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, style.ramp);
  gl.uniform1i(program.uniforms["u_ramp"] ?? null, 0);
  gl.uniform1f(program.uniforms["u_opacity"] ?? null, style.opacity);
  gl.uniform1f(program.uniforms["u_width"] ?? null, style.width);
  gl.uniform2f(program.uniforms["u_viewport"] ?? null, style.viewport[0] / 2, style.viewport[1] / 2);
  for (const place of places) {
    place(program);
    if (how === "smooth") {
      for (let line = 0; line < 4; line += 1) {
        attribute(gl, 0, buffers.corners, 2, gl.FLOAT, STRIDE, line * 8, 1);
        attribute(gl, 1, buffers.corners, 2, gl.FLOAT, STRIDE, (line + 1) * 8, 1);
        attribute(gl, 2, buffers.shades, 1, gl.UNSIGNED_BYTE, 1, 0, 1);
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, buffers.count);
      }
      continue;
    }
    attribute(gl, 0, buffers.corners, 2, gl.FLOAT, 8, 0, 0);
    attribute(gl, 1, buffers.cornerShades, 1, gl.UNSIGNED_BYTE, 1, 0, 0);
    if (how === "hairline") {
      gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffers.lines);
      gl.drawElements(gl.LINES, buffers.count * 8, gl.UNSIGNED_INT, 0);
    } else {
      for (let item = 0; item < buffers.count; item += 1) {
        gl.drawArrays(gl.TRIANGLE_FAN, item * CORNERS, 4);
      }
    }
  }
}

function attribute(gl: WebGL2RenderingContext, place: number, buffer: WebGLBuffer, size: number, type: number, stride: number, offset: number, divisor: number): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.enableVertexAttribArray(place);
  gl.vertexAttribPointer(place, size, type, false, stride, offset);
  gl.vertexAttribDivisor(place, divisor);
}

/** Brings outlines to the graphics card. */
export function uploadOutlines(gl: WebGL2RenderingContext, buffers: OutlineBuffers, { corners, shades }: Outlines): void {
  buffers.count = shades.length;
  const put = (buffer: WebGLBuffer, data: ArrayBufferView) => {
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
  };
  put(buffers.corners, corners);
  put(buffers.shades, shades);
  const cornerShades = new Uint8Array(shades.length * CORNERS);
  const lines = new Uint32Array(shades.length * 8);
  for (let item = 0; item < shades.length; item += 1) {
    const first = item * CORNERS;
    cornerShades.fill(shades[item] ?? 0, first, first + CORNERS);
    for (let line = 0; line < 4; line += 1) {
      lines[item * 8 + line * 2] = first + line;
      lines[item * 8 + line * 2 + 1] = first + line + 1;
    }
  }
  put(buffers.cornerShades, cornerShades);
  // The vertex array in use would keep this binding.
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, buffers.lines);
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, lines, gl.STATIC_DRAW);
}

export function createOutlineBuffers(gl: WebGL2RenderingContext): OutlineBuffers {
  return { corners: gl.createBuffer(), shades: gl.createBuffer(), cornerShades: gl.createBuffer(), lines: gl.createBuffer(), count: 0 };
}

export function deleteOutlineBuffers(gl: WebGL2RenderingContext, buffers: OutlineBuffers): void {
  for (const buffer of [buffers.corners, buffers.shades, buffers.cornerShades, buffers.lines]) {
    gl.deleteBuffer(buffer);
  }
}

export function disposeOutlinePrograms(gl: WebGL2RenderingContext): void {
  smooth.dispose(gl);
  plain.dispose(gl);
}
