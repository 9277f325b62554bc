// The only owner of the MapLibre map. Everyone else says what should be seen; this class keeps that wish and brings
// the map to it, whether the map is there already, still loading, or being drawn in the other theme.
import type * as maplibregl from "maplibre-gl";
import type { FeatureCollection } from "geojson";

import { EditorSession } from "./editor/EditorSession";
import { draftDrawer } from "./editor/draftFeatures";
import type { Point } from "./editor/ground";
import { near } from "./editor/ground";
import { bindPointer } from "./editor/pointer";
import { targetsNear } from "./editor/targets";
import { createMap, prepare, settle } from "./engine";
import { KeptView, followKept } from "./keptView";
import { type Footprints, readFootprintBuffer } from "./layers/footprintBuffer";
import { FootprintLayer } from "./layers/footprints";
import { type ColourBy, rampFor } from "./layers/ramps";
import { MapPictures, NO_PICTURES, type PictureWish } from "./layers/pictures";
import { beforeId } from "./layers/order";
import { OverlayData } from "./layers/overlayData";
import { PolarLayer } from "./layers/polar";
import { type OverlaySource, areaLayers, overlaySources, sceneLayers } from "./layers/overlays";
import { Signal } from "./signal";
import { followSpeed } from "./speed";
import { basemapSources, groundLayers, labelLayers } from "./style/basemap";
import { fontFaces } from "./style/fonts";
import { readPalette } from "./style/palette";
import { type Bounds, bend, degreesOf, kmPerPixel, polarView, screenPlace, seesWhole, showWhole } from "./view";

export type { Bounds };

/** A click or a hover on open map, while nothing is being drawn. */
export type MapPointer = { lon: number; lat: number; x: number; y: number };

const SNAPPED_TO = ["areas", "scene-basket", "scene-hover", "scene-selected"] as const;
const START: Bounds = [-25, 30, 45, 62];

export class MapController {
  readonly editor = new EditorSession();
  /** What a click means; replaced freely, never re-bound. */
  #onClick: ((pointer: MapPointer) => void) | null = null;
  #map: maplibregl.Map | null = null;
  #ready = false;
  readonly #footprints = new FootprintLayer();
  readonly #pictures = new MapPictures();
  #colourBy: ColourBy = "nothing";
  #globe = false;
  /** Whether the map is bent at the moment: as it was chosen, or because what is shown lies near a pole. */
  #bent = false;
  readonly #polar = new PolarLayer();
  readonly #overlays = new OverlayData((source, features) => {
    this.#polar.set(source, features);
  });
  readonly #moved = new Signal();
  readonly #rested = new Signal();
  readonly #pointed = new Signal<MapPointer | null>();
  /** Calls back whenever the view has moved. */
  readonly watch = this.#moved.watch;
  /** Calls back whenever the view has come to rest. */
  readonly watchRest = this.#rested.watch;
  /** Calls back with the place under the pointer, or null once it has left the map. */
  readonly watchPointer = this.#pointed.watch;
  #start: Bounds = START;
  readonly #kept = new KeptView((bounds) => this.#sees(bounds));
  #covered = 0;
  #recover: () => void = () => undefined;
  #found: Footprints | null = null;
  readonly #redraw = draftDrawer(this.editor, () => this.bounds(), (draft) => {
    this.setFeatures("draft", draft);
  });

  /** Makes the map inside `container`; called once by the component that mounts it. */
  attach(container: HTMLElement): () => void {
    prepare();
    const sources = { ...basemapSources(), ...overlaySources() };
    const map = createMap(container, { version: 8, "font-faces": fontFaces(), sources, layers: this.#styleLayers() }, this.#start);
    this.#map = map;
    map.once("style.load", () => {
      this.#ready = true;
      for (const layer of [this.#footprints, this.#polar]) {
        map.addLayer(layer, beforeId(layer.id, (id) => map.getLayer(id) !== undefined));
      }
      this.#overlays.attach(map);
      this.#pictures.attach(map);
      this.restyle();
      this.#bend(this.#bent);
    });
    const lines = () => SNAPPED_TO.map((source) => this.#overlays.of(source));
    bindPointer(map, this.editor, (at) => targetsNear(at, lines(), this.#found, map.getZoom()));
    this.#bindHandlers(map);
    followSpeed(map);
    settle(map, container);
    map.on("move", () => {
      this.#moved.tell();
    });
    this.#recover = followKept(map, this.#kept, () => this.#covered, (lost) => {
      this.fit(lost, { animate: false });
    });
    map.on("moveend", () => {
      if (this.editor.active) {
        this.#redraw();
      }
      this.#rested.tell();
    });
    map.on("load", () => {
      this.#moved.tell();
    });
    return () => {
      this.#ready = false;
      this.#map = null;
      this.#overlays.detach();
      this.#pictures.detach();
      map.remove();
    };
  }

  /** Draws everything in the colours of the theme in force. */
  restyle(): void {
    const map = this.#map;
    if (map === null || !this.#ready) {
      return;
    }
    for (const layer of this.#styleLayers()) {
      for (const [property, value] of Object.entries(layer.paint ?? {})) {
        map.setPaintProperty(layer.id, property as never, value as never);
      }
    }
    this.#polar.restyle(this.#overlayLayers().flat());
    this.#footprints.setColours(rampFor(this.#colourBy, readPalette()), this.#colourBy === "nothing" ? 0.55 : 0.9, this.#pictures.shown);
  }

  /** Replaces what one of the small sources shows; the same object twice costs nothing. */
  setFeatures(source: OverlaySource, features: FeatureCollection): void {
    this.#overlays.set(source, features);
  }

  clearFeatures(source: OverlaySource): void {
    this.#overlays.set(source);
  }

  /** Shows footprints from their binary form; whether they are all there are, or only those of this view. */
  setFootprints(buffer: ArrayBuffer | null): { whole: boolean; dense: boolean; range: [number, number] } {
    const data = (this.#found = buffer === null ? null : readFootprintBuffer(buffer));
    this.#footprints.setData(data);
    return { whole: data?.kind !== "density" && data?.whole !== false, dense: data?.kind === "density", range: data?.range ?? [0, 0] };
  }

  /** What the colour of an outline tells. The buffer must have been asked for with the same. */
  setColourBy(colourBy: ColourBy): void {
    this.#colourBy = colourBy;
    this.restyle();
  }

  setPictures(wish: PictureWish = NO_PICTURES): void {
    if (this.#pictures.show(wish)) {
      this.#overlays.setGrounds(this.#pictures.grounds);
      this.restyle();
    }
  }

  setGlobe(globe: boolean): void {
    this.#globe = globe;
    this.#bend(globe);
  }

  #sees(bounds: Bounds): boolean {
    return this.#map !== null && seesWhole(this.#map, bounds, this.#covered);
  }

  #bend(globe: boolean): void {
    this.#bent = globe;
    bend(this.#ready ? this.#map : null, globe);
  }

  /** Shows the whole of `bounds`; already drawn places stay where the user left them unless asked. */
  fit([west, south, east, north]: Bounds, options: { maxZoom?: number; animate?: boolean } = {}): void {
    const still = options.animate === false || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const whole: Bounds = [west, south, east < west ? east + 360 : east, north];
    if (this.#map === null) {
      this.#start = whole;
      return;
    }
    this.#kept.goesTo(whole);
    const { clientWidth, clientHeight } = this.#map.getContainer();
    const polar = polarView(whole, { clientWidth: clientWidth - this.#covered, clientHeight });
    // The flat map ends before the poles; what is gone to next is shown as it was chosen.
    this.#bend(this.#globe || polar !== null);
    showWhole(this.#map, whole, polar, this.#covered, { maxZoom: options.maxZoom ?? 13, animate: !still, duration: 500 });
  }

  /** What stays in view when panels take room from the map, as long as the user has not moved away from it. */
  keepInView(bounds: Bounds | null): void {
    this.#kept.keep(bounds);
  }

  /** A drawer covers so many CSS pixels at the right of the map. */
  cover(pixels: number): void {
    this.#covered = pixels;
    this.#recover();
  }

  /** Brings a place into view, where it is not yet. */
  reveal(place: Point): void {
    const [lon, lat] = near(this.centre() ?? undefined, place);
    if (!this.#sees([lon, lat, lon, lat])) {
      this.#kept.leaves();
      this.#map?.easeTo({ center: [lon, lat], duration: 160 });
    }
  }

  jumpTo(lon: number, lat: number, zoom: number): void {
    this.#kept.leaves();
    this.#map?.jumpTo({ center: [lon, lat], zoom });
  }

  zoomBy(steps: number): void {
    this.#kept.leaves();
    this.#map?.easeTo({ zoom: this.#map.getZoom() + steps, duration: 160 });
  }

  resize(): void {
    this.#map?.resize();
  }

  /** What is in view, as west, south, east, north; longitudes may run past ±180. */
  bounds(): Bounds | null {
    const bounds = this.#map?.getBounds();
    return bounds === undefined ? null : [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  }

  /** Where a place lies inside the map, in CSS pixels, on the turn round the earth that is in view; null where it is not to be seen. */
  project(place: Point): { x: number; y: number } | null {
    const map = this.#map;
    return map === null ? null : screenPlace(map, near([map.getCenter().lng, 0], place));
  }

  /** How wide the map is, in CSS pixels. */
  width(): number {
    return this.#map?.getContainer().clientWidth ?? 0;
  }

  /** How high the map is, in CSS pixels. */
  height(): number {
    return this.#map?.getContainer().clientHeight ?? 0;
  }

  centre(): [number, number] | null {
    const centre = this.#map?.getCenter();
    return centre === undefined ? null : [centre.lng, centre.lat];
  }

  /** Kilometres a CSS pixel spans in the middle of the map. */
  kmPerPixel(): number | null {
    return this.#map === null ? null : kmPerPixel(this.#map);
  }

  /** How far in degrees so many CSS pixels east and north are in the middle of the map. */
  degrees(east: number, north: number): { lon: number; lat: number } {
    return this.#map === null ? { lon: 0, lat: 0 } : degreesOf(this.#map, east, north);
  }

  /** Gives the map the keyboard. */
  focus(): void {
    this.#map?.getCanvas().focus({ preventScroll: true });
  }

  /** Says what a click on the map means while nothing is being drawn; null when it means nothing. */
  handleClick(onClick: ((pointer: MapPointer) => void) | null): void {
    this.#onClick = onClick;
  }

  #styleLayers(): maplibregl.LayerSpecification[] {
    const palette = readPalette();
    const [scenes, areas] = this.#overlayLayers();
    return [...groundLayers(palette), ...scenes, ...labelLayers(palette, this.#pictures.ground), ...areas];
  }

  /** Those of scenes, and above the labels those of areas. */
  #overlayLayers(): [maplibregl.LayerSpecification[], maplibregl.LayerSpecification[]] {
    const [palette, covered] = [readPalette(), this.#pictures.ground !== null];
    return [sceneLayers(palette, covered), areaLayers(palette, covered)];
  }

  #bindHandlers(map: maplibregl.Map): void {
    const pointer = (event: maplibregl.MapMouseEvent): MapPointer => ({ lon: event.lngLat.lng, lat: event.lngLat.lat, x: event.point.x, y: event.point.y });
    map.on("click", (event) => {
      if (!this.editor.active && this.editor.settled) {
        this.#onClick?.(pointer(event));
      }
    });
    map.on("mousemove", (event) => {
      this.#pointed.tell(pointer(event));
    });
    map.on("mouseout", () => {
      this.#pointed.tell(null);
    });
  }
}
