// Programs of our own that follow the map's projection, flat or globe.
import type { CustomRenderMethodInput, Map as MapLibreMap } from "maplibre-gl";

const PROJECTION = ["u_projection_matrix", "u_projection_fallback_matrix", "u_projection_tile_mercator_coords", "u_projection_clipping_plane", "u_projection_transition"];

export type Program = { program: WebGLProgram; uniforms: Record<string, WebGLUniformLocation | null> };

type Source = { vertex: string; fragment: string; uniforms: string[]; attributes: string[] };

/** A program that is compiled once for each projection it is drawn in. Its vertex code may call `projectTile`. */
export class ProjectedProgram {
  readonly #source: Source;
  readonly #compiled = new Map<string, Program | null>();

  constructor(source: Source) {
    this.#source = source;
  }

  /** The program for the projection of this frame, in use; null where it can't be compiled. */
  use(gl: WebGL2RenderingContext, { shaderData }: CustomRenderMethodInput): Program | null {
    let program = this.#compiled.get(shaderData.variantName);
    if (program === undefined) {
      const { vertex, fragment, uniforms, attributes } = this.#source;
      const head = `#version 300 es\n${shaderData.vertexShaderPrelude}\n${shaderData.define}\n`;
      program = link(gl, head + vertex, `#version 300 es\nprecision highp float;\n${fragment}`, [...PROJECTION, ...uniforms], attributes);
      this.#compiled.set(shaderData.variantName, program);
    }
    if (program !== null) {
      gl.useProgram(program.program);
    }
    return program;
  }

  dispose(gl: WebGL2RenderingContext): void {
    for (const program of this.#compiled.values()) {
      gl.deleteProgram(program?.program ?? null);
    }
    this.#compiled.clear();
  }
}

export const isGlobe = ({ shaderData }: CustomRenderMethodInput): boolean => shaderData.define.includes("GLOBE");

/** Draws over what is on the map already, with colours multiplied by their opacity, and leaves the map's own vertices alone. */
export function drawOver(gl: WebGL2RenderingContext, draw: () => void): void {
  const vertexArray = gl.createVertexArray();
  gl.bindVertexArray(vertexArray);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  gl.disable(gl.DEPTH_TEST);
  gl.disable(gl.CULL_FACE);
  draw();
  gl.bindVertexArray(null);
  gl.deleteVertexArray(vertexArray);
}

/** The western and eastern edge of the view in Web-Mercator units. */
export function inView(map: MapLibreMap | null): [number, number] {
  const bounds = map?.getBounds();
  return [((bounds?.getWest() ?? -180) + 180) / 360, ((bounds?.getEast() ?? 180) + 180) / 360];
}

/** Copies of the world in which what lies between two edges is in view, so that it shows on both sides of the 180th meridian. */
export function worlds(input: CustomRenderMethodInput, [left, right]: [number, number], [west, east]: [number, number]): number[] {
  if (isGlobe(input)) {
    return [0];
  }
  const first = Math.ceil(left - east);
  const last = Math.floor(right - west);
  return Array.from({ length: Math.max(0, Math.min(5, last - first + 1)) }, (_, index) => first + index);
}

/** Sets the projection so that positions count from `origin`, in Web-Mercator units. */
export function setProjection(gl: WebGL2RenderingContext, { uniforms }: Program, input: CustomRenderMethodInput, origin: [number, number]): void {
  const { mainMatrix, fallbackMatrix, tileMercatorCoords, clippingPlane, projectionTransition } = input.defaultProjectionData;
  const [x, y, width, height] = tileMercatorCoords;
  const globe = isGlobe(input);
  gl.uniformMatrix4fv(uniforms["u_projection_matrix"] ?? null, false, globe ? Float32Array.from(mainMatrix) : translated(mainMatrix, ...origin));
  if (globe) {
    gl.uniformMatrix4fv(uniforms["u_projection_fallback_matrix"] ?? null, false, translated(fallbackMatrix, ...origin));
    gl.uniform4f(uniforms["u_projection_tile_mercator_coords"] ?? null, x + origin[0] * width, y + origin[1] * height, width, height);
    gl.uniform4f(uniforms["u_projection_clipping_plane"] ?? null, ...clippingPlane);
    gl.uniform1f(uniforms["u_projection_transition"] ?? null, projectionTransition);
  }
}

/** `matrix · translate(x, y)` in double precision, so that the origin costs positions no digits. */
function translated(matrix: ArrayLike<number>, x: number, y: number): Float32Array {
  const result = Float32Array.from(matrix);
  for (let row = 0; row < 4; row += 1) {
    result[12 + row] = (matrix[row] ?? 0) * x + (matrix[4 + row] ?? 0) * y + (matrix[12 + row] ?? 0);
  }
  return result;
}

function link(gl: WebGL2RenderingContext, vertex: string, fragment: string, uniforms: string[], attributes: string[]): Program | null {
  const program = gl.createProgram();
  for (const [type, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]] as const) {
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
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) {
    throw new Error(`a layer of the map can't be drawn here: ${gl.getProgramInfoLog(program) ?? "no reason was given"}`);
  }
  return { program, uniforms: Object.fromEntries(uniforms.map((name) => [name, gl.getUniformLocation(program, name)])) };
}
