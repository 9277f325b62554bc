// Pictures of scenes in place: each is laid on the four corners of its footprint. A split shows some of them on one side
// of a line only.
import type { CustomLayerInterface, ImageSource, Map as MapLibreMap } from "maplibre-gl";

import type { Polygon } from "../../ipc";
import { spotOf } from "./eye";
import { beforeId } from "./order";
import { PolarPicture } from "./polarPicture";

type Corner = [number, number];

/** A picture laid on its four corners: top left, top right, bottom right, bottom left. */
export type Picture = { id: string; url: string; corners: Corner[] };

export type PictureWish = {
  /** From the lowest to the topmost. */
  pictures: Picture[];
  opacity: number;
  /** The topmost shows right of this share of the map's width only, all others left of it. */
  split: number | null;
};

export const NO_PICTURES: PictureWish = { pictures: [], opacity: 1, split: null };

const name = (id: string) => `picture ${id}`;

/** Lets the layers above it draw on one side of a line only, or anywhere again. */
class Scissors implements CustomLayerInterface {
  readonly id: string;
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  #range: [number, number] | null;

  constructor(id: string, range: [number, number] | null) {
    this.id = id;
    this.#range = range;
  }

  render = (gl: WebGL2RenderingContext): void => {
    if (this.#range === null) {
      gl.disable(gl.SCISSOR_TEST);
      return;
    }
    const [from, to] = this.#range.map((share) => Math.round(share * gl.drawingBufferWidth)) as [number, number];
    gl.enable(gl.SCISSOR_TEST);
    gl.scissor(from, 0, Math.max(0, to - from), gl.drawingBufferHeight);
  };
}

const SCISSORS = ["picture-scissors-left", "picture-scissors-right", "picture-scissors-end"] as const;

/** The corners on the turn round the earth where MapLibre lays pictures: the middle lies within the square of Web Mercator. Null where
 * it lies north or south of that. */
export function onSquare(corners: readonly Corner[]): [Corner, Corner, Corner, Corner] | null {
  const places = corners.map(([lon, lat]) => spotOf(lon, lat).flat);
  const middle = (axis: 0 | 1) => {
    const along = places.map((place) => place[axis]);
    return (Math.min(...along) + Math.max(...along)) / 2;
  };
  const turns = Math.floor(middle(0));
  const [a, b, c, d] = corners.map(([lon, lat]): Corner => [lon - 360 * turns, lat]);
  const outside = middle(1) < 0 || middle(1) >= 1;
  return a === undefined || b === undefined || c === undefined || d === undefined || outside ? null : [a, b, c, d];
}

export class MapPictures {
  #map: MapLibreMap | null = null;
  #wish: PictureWish = NO_PICTURES;
  /** What lies on the map as an image of MapLibre's, with its address. */
  readonly #urls = new Map<string, string>();
  readonly #polar = new Map<string, PolarPicture>();

  get shown(): boolean {
    return this.#wish.pictures.length > 0;
  }

  /** The ground of the topmost, on which labels keep the colours that stand out from any ground. */
  get ground(): Polygon | null {
    const corners = this.#wish.pictures.at(-1)?.corners;
    return corners === undefined ? null : { type: "Polygon", coordinates: [[...corners, ...corners.slice(0, 1)]] };
  }

  /** The grounds of all. */
  get grounds(): Corner[][] {
    return this.#wish.pictures.map(({ corners }) => corners);
  }

  attach(map: MapLibreMap): void {
    this.#map = map;
    this.#urls.clear();
    this.#polar.clear();
    this.#draw();
  }

  detach(): void {
    this.#map = null;
  }

  /** Brings the map to what is wanted; whether the ground with pictures is another than before. */
  show(wish: PictureWish): boolean {
    const ids = ({ pictures }: PictureWish) => pictures.map(({ id }) => id).join(" ");
    const before = ids(this.#wish);
    this.#wish = wish;
    this.#draw();
    return before !== ids(wish);
  }

  #draw(): void {
    const map = this.#map;
    if (map === null) {
      return;
    }
    const { pictures, opacity, split } = this.#wish;
    for (const id of SCISSORS) {
      if (map.getLayer(id) !== undefined) {
        map.removeLayer(id);
      }
    }
    for (const id of [...this.#urls.keys(), ...this.#polar.keys()].filter((id) => !pictures.some((picture) => picture.id === id))) {
      map.removeLayer(name(id));
      if (this.#urls.delete(id)) {
        map.removeSource(name(id));
      }
      this.#polar.delete(id);
    }
    const above = beforeId("pictures", (id) => map.getLayer(id) !== undefined);
    const cut = (id: string, range: [number, number] | null) => {
      if (split !== null) {
        map.addLayer(new Scissors(id, range), above);
      }
    };
    cut(SCISSORS[0], [0, split ?? 1]);
    pictures.forEach((picture, index) => {
      if (index === pictures.length - 1) {
        cut(SCISSORS[1], [split ?? 0, 1]);
      }
      const coordinates = onSquare(picture.corners);
      if (coordinates === null) {
        this.#layBeyond(map, picture, above).setOpacity(opacity);
      } else {
        this.#lay(map, picture, coordinates, above);
        map.setPaintProperty(name(picture.id), "raster-opacity", opacity);
      }
      map.moveLayer(name(picture.id), above);
    });
    cut(SCISSORS[2], null);
  }

  #lay(map: MapLibreMap, { id, url }: Picture, coordinates: [Corner, Corner, Corner, Corner], above: string | undefined): void {
    if (!this.#urls.has(id)) {
      map.addSource(name(id), { type: "image", url, coordinates });
      map.addLayer({ id: name(id), type: "raster", source: name(id), paint: { "raster-fade-duration": 0 } }, above);
    } else if (this.#urls.get(id) !== url) {
      map.getSource<ImageSource>(name(id))?.updateImage({ url, coordinates });
    }
    this.#urls.set(id, url);
  }

  /** MapLibre has no tiles there on which it could lay a picture. */
  #layBeyond(map: MapLibreMap, { id, url, corners }: Picture, above: string | undefined): PolarPicture {
    const there = this.#polar.get(id);
    if (there?.url === url) {
      return there;
    }
    if (there !== undefined) {
      map.removeLayer(name(id));
    }
    const picture = new PolarPicture(name(id), url, corners);
    this.#polar.set(id, picture);
    map.addLayer(picture, above);
    return picture;
  }
}
