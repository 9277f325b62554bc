// How outlines are drawn: wide and smooth while there are few, one pixel wide where there are many, and filled faintly
// where hardly any overlap.
import type { CustomRenderMethodInput } from "maplibre-gl";

import { ITEM_NUMBERS } from "./footprintBuffer";
import type { Program } from "./projection";
import { ProjectedProgram } from "./projection";

const STRIDE = ITEM_NUMBERS * 4;

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

const CORNER_OF_VERTEX = "vec2 corner = gl_VertexID == 0 ? a_c0 : gl_VertexID == 1 ? a_c1 : gl_VertexID == 2 ? a_c2 : gl_VertexID == 3 ? a_c3 : a_c4;";

const hairline = new ProjectedProgram({
  vertex: `
in vec2 a_c0;
in vec2 a_c1;
in vec2 a_c2;
in vec2 a_c3;
in vec2 a_c4;
in float a_shade;
out float v_across;
flat out int v_shade;
void main() {
  ${CORNER_OF_VERTEX}
  gl_Position = projectTile(corner);
  v_across = 0.0;
  v_shade = int(a_shade + 0.5);
}`,
  fragment: FRAGMENT,
  uniforms: UNIFORMS,
  attributes: ["a_c0", "a_c1", "a_c2", "a_c3", "a_c4", "a_shade"],
});

export type OutlineBuffers = { corners: WebGLBuffer; shades: WebGLBuffer; count: number };
export type OutlineStyle = { ramp: WebGLTexture; opacity: number; width: number };

/** Draws outlines as many times as `place` is told to put them somewhere. */
export function drawOutlines(
  gl: WebGL2RenderingContext,
  input: CustomRenderMethodInput,
  how: "smooth" | "hairline" | "fill",
  buffers: OutlineBuffers,
  style: OutlineStyle,
  places: ((program: Program) => void)[],
): void {
  const program = (how === "smooth" ? smooth : hairline).use(gl, input);
  if (program === null) {
    return;
  }
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, style.ramp);
  gl.uniform1i(program.uniforms["u_ramp"] ?? null, 0);
  gl.uniform1f(program.uniforms["u_opacity"] ?? null, style.opacity);
  gl.uniform1f(program.uniforms["u_width"] ?? null, style.width);
  gl.uniform2f(program.uniforms["u_viewport"] ?? null, gl.drawingBufferWidth / 2, gl.drawingBufferHeight / 2);
  for (const place of places) {
    place(program);
    if (how === "smooth") {
      for (let line = 0; line < 4; line += 1) {
        bind(gl, buffers, [line, line + 1]);
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, buffers.count);
      }
    } else {
      bind(gl, buffers, [0, 1, 2, 3, 4]);
      if (how === "fill") {
        gl.drawArraysInstanced(gl.TRIANGLE_FAN, 0, 4, buffers.count);
      } else {
        gl.drawArraysInstanced(gl.LINE_STRIP, 0, 5, buffers.count);
      }
    }
  }
}

/** Gives the vertices these corners of each item, then its shade. */
function bind(gl: WebGL2RenderingContext, { corners, shades }: OutlineBuffers, wanted: number[]): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, corners);
  wanted.forEach((corner, index) => {
    gl.enableVertexAttribArray(index);
    gl.vertexAttribPointer(index, 2, gl.FLOAT, false, STRIDE, corner * 8);
    gl.vertexAttribDivisor(index, 1);
  });
  gl.bindBuffer(gl.ARRAY_BUFFER, shades);
  gl.enableVertexAttribArray(wanted.length);
  gl.vertexAttribPointer(wanted.length, 1, gl.UNSIGNED_BYTE, false, 1, 0);
  gl.vertexAttribDivisor(wanted.length, 1);
}

export function disposeOutlinePrograms(gl: WebGL2RenderingContext): void {
  smooth.dispose(gl);
  hairline.dispose(gl);
}
