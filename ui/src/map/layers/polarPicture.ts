// A picture of a scene that lies beyond the end of MapLibre's tiles, where it lays none.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from "maplibre-gl";

import { redraw } from "../engine";
import { spotOf } from "./eye";
import { ProjectedProgram, drawOver, inView, setProjection, worlds } from "./projection";

/** Pieces along each side, so that the picture bends with the globe. */
const PIECES = 16;

const program = new ProjectedProgram({
  vertex: `
uniform vec2 u_corners[4];
out vec2 v_share;
void main() {
  int cell = gl_VertexID / 6;
  int corner = gl_VertexID % 6;
  vec2 side = vec2(corner == 1 || corner == 4 || corner == 5, corner == 2 || corner == 3 || corner == 5);
  v_share = (vec2(cell % ${String(PIECES)}, cell / ${String(PIECES)}) + side) / float(${String(PIECES)});
  gl_Position = projectTile(mix(mix(u_corners[0], u_corners[1], v_share.x), mix(u_corners[3], u_corners[2], v_share.x), v_share.y));
}`,
  fragment: `
uniform sampler2D u_picture;
uniform float u_opacity;
in vec2 v_share;
out vec4 colour;
void main() {
  vec4 seen = texture(u_picture, v_share);
  colour = vec4(seen.rgb * seen.a, seen.a) * u_opacity;
}`,
  uniforms: ["u_corners", "u_picture", "u_opacity"],
  attributes: [],
});

export class PolarPicture implements CustomLayerInterface {
  readonly id: string;
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  readonly url: string;
  /** In Web-Mercator units from the first of them: top left, top right, bottom right, bottom left. */
  readonly #corners: Float32Array;
  readonly #origin: [number, number];
  readonly #edges: [number, number];
  #opacity = 1;
  #map: MapLibreMap | null = null;
  #texture: WebGLTexture | null = null;

  /** Corners in degrees, in the same order. */
  constructor(id: string, url: string, corners: readonly (readonly [number, number])[]) {
    this.id = id;
    this.url = url;
    const places = corners.map(([lon, lat]) => spotOf(lon, lat).flat);
    this.#origin = places[0] ?? [0, 0];
    this.#corners = Float32Array.from(places.flatMap(([x, y]) => [x - this.#origin[0], y - this.#origin[1]]));
    const across = places.map(([x]) => x);
    this.#edges = [Math.min(...across), Math.max(...across)];
  }

  setOpacity(opacity: number): void {
    this.#opacity = opacity;
    redraw(this.#map);
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    void this.#load(gl);
  }

  onRemove(_map: MapLibreMap, gl: WebGL2RenderingContext): void {
    gl.deleteTexture(this.#texture);
    this.#texture = null;
    this.#map = null;
  }

  /** A picture that can't be had is left out; its card and the inspector say so. */
  async #load(gl: WebGL2RenderingContext): Promise<void> {
    const answer = await fetch(this.url).catch(() => null);
    const image = answer?.ok === true ? await createImageBitmap(await answer.blob()).catch(() => null) : null;
    if (image === null || this.#map === null) {
      return;
    }
    this.#texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, image);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    image.close();
    redraw(this.#map);
  }

  render = (gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void => {
    const used = this.#texture === null ? null : program.use(gl, input);
    if (used === null) {
      return;
    }
    drawOver(gl, () => {
      gl.activeTexture(gl.TEXTURE0);
      gl.bindTexture(gl.TEXTURE_2D, this.#texture);
      gl.uniform1i(used.uniforms["u_picture"] ?? null, 0);
      gl.uniform1f(used.uniforms["u_opacity"] ?? null, this.#opacity);
      gl.uniform2fv(used.uniforms["u_corners"] ?? null, this.#corners);
      for (const world of worlds(input, inView(this.#map), this.#edges)) {
        setProjection(gl, used, input, [this.#origin[0] + world, this.#origin[1]]);
        gl.drawArrays(gl.TRIANGLES, 0, PIECES * PIECES * 6);
      }
    });
  };
}
