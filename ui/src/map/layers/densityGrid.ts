// Where outlines are too many to be read: how many lie over each place, as a tint.
import type { CustomRenderMethodInput } from "maplibre-gl";

import type { Density } from "./footprintBuffer";
import { ProjectedProgram, setProjection } from "./projection";

/** The grid is bent with the globe, so it is drawn as a mesh of so many cells each way. */
const MESH = 32;

const program = new ProjectedProgram({
  vertex: `
uniform vec2 u_size;
in vec2 a_share;
out vec2 v_share;
void main() {
  gl_Position = projectTile(a_share * u_size);
  v_share = a_share;
}`,
  fragment: `
uniform sampler2D u_cells;
uniform vec3 u_colour;
in vec2 v_share;
out vec4 colour;
void main() {
  float share = texture(u_cells, v_share).r;
  float cover = share > 0.0 ? 0.06 + 0.74 * share * share : 0.0;
  colour = vec4(u_colour * cover, cover);
}`,
  uniforms: ["u_size", "u_cells", "u_colour"],
  attributes: ["a_share"],
});

export class DensityGrid {
  readonly #mesh: WebGLBuffer;
  readonly #texture: WebGLTexture;
  #drawn: Density | null = null;

  constructor(gl: WebGL2RenderingContext) {
    this.#mesh = gl.createBuffer();
    this.#texture = gl.createTexture();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#mesh);
    gl.bufferData(gl.ARRAY_BUFFER, mesh(), gl.STATIC_DRAW);
  }

  draw(gl: WebGL2RenderingContext, input: CustomRenderMethodInput, density: Density, colour: [number, number, number], worlds: number[]): void {
    const used = program.use(gl, input);
    if (used === null) {
      return;
    }
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    if (this.#drawn !== density) {
      this.#drawn = density;
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, density.columns, density.rows, 0, gl.RED, gl.UNSIGNED_BYTE, density.cells);
      gl.pixelStorei(gl.UNPACK_ALIGNMENT, 4);
      for (const [name, value] of [
        [gl.TEXTURE_MIN_FILTER, gl.LINEAR],
        [gl.TEXTURE_MAG_FILTER, gl.LINEAR],
        [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
        [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
      ] as const) {
        gl.texParameteri(gl.TEXTURE_2D, name, value);
      }
    }
    const [west, north, east, south] = density.edges;
    gl.uniform1i(used.uniforms["u_cells"] ?? null, 0);
    gl.uniform3f(used.uniforms["u_colour"] ?? null, ...colour);
    gl.uniform2f(used.uniforms["u_size"] ?? null, east - west, south - north);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#mesh);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    for (const world of worlds) {
      setProjection(gl, used, input, [west + world, north]);
      gl.drawArrays(gl.TRIANGLES, 0, MESH * MESH * 6);
    }
  }

  dispose(gl: WebGL2RenderingContext): void {
    gl.deleteBuffer(this.#mesh);
    gl.deleteTexture(this.#texture);
    program.dispose(gl);
  }
}

function mesh(): Float32Array {
  const points: number[] = [];
  for (let row = 0; row < MESH; row += 1) {
    for (let column = 0; column < MESH; column += 1) {
      const [left, right, top, bottom] = [column / MESH, (column + 1) / MESH, row / MESH, (row + 1) / MESH];
      points.push(left, top, right, top, left, bottom, right, top, right, bottom, left, bottom);
    }
  }
  return new Float32Array(points);
}
