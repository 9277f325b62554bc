// A second, small map that only shows: where what was read lies, before it is taken. The large map stays as it is.
import * as maplibregl from "maplibre-gl";

import type { Polygon } from "../ipc";
import { prepare } from "./engine";
import { areaLayers } from "./layers/overlays";
import { basemapSources, groundLayers, labelLayers } from "./style/basemap";
import { fontFaces } from "./style/fonts";
import { readPalette } from "./style/palette";
import type { Bounds } from "./view";

const SOURCE = "areas";
/** Room round the outlines, as a share of the picture: the land they lie in is what tells where they are. */
const ROOM = 0.3;
/** The basemap ends at eight; beyond it there is little to know a place by. */
const NEAREST = 9;
const WORLD: Bounds = [-180, -60, 180, 75];

/** West, south, east, north of some outlines; the world where there are none that can be shown. */
export function boundsOfAll(outlines: readonly Polygon["coordinates"][]): Bounds {
  const bounds: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of outlines.flat(2)) {
    if (lon !== null && lat !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 540) {
      bounds[0] = Math.min(bounds[0], lon);
      bounds[1] = Math.min(bounds[1], lat);
      bounds[2] = Math.max(bounds[2], lon);
      bounds[3] = Math.max(bounds[3], lat);
    }
  }
  return bounds[0] <= bounds[2] ? bounds : WORLD;
}

export class SmallPicture {
  readonly #map: maplibregl.Map;
  readonly #container: HTMLElement;
  #outlines: readonly Polygon["coordinates"][] = [];
  #ready = false;

  constructor(container: HTMLElement) {
    prepare();
    const palette = readPalette();
    const areas = areaLayers(palette, false).filter((layer) => "source" in layer && layer.source === SOURCE);
    this.#container = container;
    this.#map = new maplibregl.Map({
      container,
      style: {
        version: 8,
        "font-faces": fontFaces(),
        sources: { ...basemapSources(), [SOURCE]: { type: "geojson", tolerance: 0, data: { type: "FeatureCollection", features: [] } } },
        layers: [...groundLayers(palette), ...areas, ...labelLayers(palette, null)],
      },
      bounds: WORLD,
      interactive: false,
      attributionControl: false,
      fadeDuration: 0,
    });
    // What it shows is said in words beside it; its canvas is no region of its own.
    this.#map.getCanvas().removeAttribute("role");
    this.#map.getCanvas().removeAttribute("aria-label");
    this.#map.getCanvas().tabIndex = -1;
    this.#map.once("style.load", () => {
      this.#ready = true;
      this.#draw();
    });
  }

  show(outlines: readonly Polygon["coordinates"][]): void {
    this.#outlines = outlines;
    this.#draw();
  }

  remove(): void {
    this.#ready = false;
    this.#map.remove();
  }

  #draw(): void {
    if (!this.#ready) {
      return;
    }
    const features = this.#outlines.map((coordinates) => ({
      type: "Feature" as const,
      properties: { chosen: true, sound: true },
      geometry: { type: "Polygon" as const, coordinates: coordinates.map((ring) => ring.map(([lon, lat]) => [lon ?? 0, lat ?? 0])) },
    }));
    void (this.#map.getSource(SOURCE) as maplibregl.GeoJSONSource).setData({ type: "FeatureCollection", features });
    const room = ROOM * Math.min(this.#container.clientWidth, this.#container.clientHeight);
    this.#map.fitBounds(boundsOfAll(this.#outlines), { padding: room, maxZoom: NEAREST, animate: false });
  }
}
