// What costs much to draw, kept as a picture a good deal larger than the view: while the map only moves, the picture is laid
// down where it belongs, and nothing of it is drawn again.
import type { CustomRenderMethodInput } from "maplibre-gl";

import { ProjectedProgram, setProjection } from "./projection";

/** How far beyond the view the picture reaches on each side, as a share of the view. */
const MARGIN = 0.35;
/** Pixels a picture may have, 32 MB of them; a window too large for that is drawn by a graphics card, which needs no picture. */
const MOST_PIXELS = 8_000_000;
/** How much larger or smaller than it was drawn a picture may be shown while the map zooms. */
const [SMALLEST, LARGEST] = [0.7, 1.5];

/** The view on the flat map: Web-Mercator units a pixel is wide, and its edges west, north, east, south. */
export type FlatView = { unit: number; edges: [number, number, number, number]; width: number; height: number };

/** What is in view, or null where the map is not flat on the screen. `projection` is column by column. */
export function flatView(projection: ArrayLike<number>, width: number, height: number): FlatView | null {
  const at = (index: number) => projection[index] ?? 0;
  const [across, down, depth] = [at(0), at(5), at(15)];
  if ([1, 3, 4, 7].some((index) => Math.abs(at(index)) > 1e-9 * Math.abs(across)) || across === 0 || down === 0) {
    return null;
  }
  const place = (clip: number, scale: number, offset: number) => (clip * depth - offset) / scale;
  return {
    unit: (2 * depth) / (across * width),
    edges: [place(-1, across, at(12)), place(1, down, at(13)), place(1, across, at(12)), place(-1, down, at(13))],
    width,
    height,
  };
}

/** The view with its margin, whole pixels wide. */
export function grown({ unit, edges: [west, north, east, south], width, height }: FlatView): FlatView {
  const [wide, high] = [Math.round(width * MARGIN), Math.round(height * MARGIN)];
  return {
    unit,
    edges: [west - wide * unit, north - high * unit, east + wide * unit, south + high * unit],
    width: width + 2 * wide,
    height: height + 2 * high,
  };
}

/** Whether a picture can stand for what is to be seen; only `moving` may it be larger or smaller than it was drawn. */
export function serves(picture: FlatView, view: FlatView, moving: boolean): boolean {
  const scale = picture.unit / view.unit;
  const sized = moving ? scale > SMALLEST && scale < LARGEST : Math.abs(scale - 1) < 1e-6;
  const [a, b] = [picture.edges, view.edges];
  return sized && a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];
}

const program = new ProjectedProgram({
  vertex: `
uniform vec2 u_size;
out vec2 v_share;
void main() {
  vec2 share = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = projectTile(share * u_size);
  v_share = vec2(share.x, 1.0 - share.y);
}`,
  fragment: `
uniform sampler2D u_picture;
in vec2 v_share;
out vec4 colour;
void main() {
  colour = texture(u_picture, v_share);
}`,
  uniforms: ["u_size", "u_picture"],
  attributes: [],
});

export class KeptPicture {
  readonly #texture: WebGLTexture;
  readonly #frame: WebGLFramebuffer;
  #drawn: FlatView | null = null;

  constructor(gl: WebGL2RenderingContext) {
    this.#texture = gl.createTexture();
    this.#frame = gl.createFramebuffer();
  }

  /** What it shows is no longer what is to be seen. */
  forget(): void {
    this.#drawn = null;
  }

  serves(view: FlatView, moving: boolean): boolean {
    return this.#drawn !== null && serves(this.#drawn, view, moving);
  }

  /** Draws the view and its margin; false where it is too large to be kept. Only before the map itself is drawn. */
  take(gl: WebGL2RenderingContext, input: CustomRenderMethodInput, view: FlatView, draw: (input: CustomRenderMethodInput, seen: FlatView) => void): boolean {
    const seen = grown(view);
    const most = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
    if (seen.width * seen.height > MOST_PIXELS || seen.width > most || seen.height > most) {
      return false;
    }
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, seen.width, seen.height, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#frame);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, this.#texture, 0);
    gl.viewport(0, 0, seen.width, seen.height);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    draw({ ...input, defaultProjectionData: { ...input.defaultProjectionData, mainMatrix: widened(input, view, seen) } }, seen);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, view.width, view.height);
    this.#drawn = seen;
    return true;
  }

  /** Lays the picture down where it belongs: on whole pixels, so that it stays sharp, unless it is stretched. */
  show(gl: WebGL2RenderingContext, input: CustomRenderMethodInput, view: FlatView): void {
    const [drawn, used] = [this.#drawn, program.use(gl, input)];
    if (drawn === null || used === null) {
      return;
    }
    const stretched = Math.abs(drawn.unit / view.unit - 1) > 1e-6;
    const [west, north, east, south] = drawn.edges;
    const onPixel = (place: number, edge: number) => (stretched ? place : edge + Math.round((place - edge) / view.unit) * view.unit);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, stretched ? gl.LINEAR : gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, stretched ? gl.LINEAR : gl.NEAREST);
    gl.uniform1i(used.uniforms["u_picture"] ?? null, 0);
    gl.uniform2f(used.uniforms["u_size"] ?? null, east - west, south - north);
    setProjection(gl, used, input, [onPixel(west, view.edges[0]), onPixel(north, view.edges[1])]);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }

  dispose(gl: WebGL2RenderingContext): void {
    gl.deleteTexture(this.#texture);
    gl.deleteFramebuffer(this.#frame);
    program.dispose(gl);
  }
}

/** The projection of the view, so that its margin lies within the picture too. */
function widened({ defaultProjectionData: { mainMatrix } }: CustomRenderMethodInput, view: FlatView, seen: FlatView): Float64Array {
  const matrix = Float64Array.from(mainMatrix);
  for (let column = 0; column < 16; column += 4) {
    matrix[column] = (matrix[column] ?? 0) * (view.width / seen.width);
    matrix[column + 1] = (matrix[column + 1] ?? 0) * (view.height / seen.height);
  }
  return matrix;
}
