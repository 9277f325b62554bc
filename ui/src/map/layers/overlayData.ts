// What the small sources of the map show, kept while the map is not there yet.
import type * as maplibregl from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";

import { parted } from "./beyond";
import { overPictures } from "./overPicture";
import { OVERLAY_SOURCES, type OverlaySource } from "./overlays";

const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };

/** What is cut out of other sources where a picture lies below it. */
const OVER: Partial<Record<OverlaySource, readonly OverlaySource[]>> = { "scene-over": ["scene-basket", "scene-hover"], "area-over": ["areas"] };

type Ground = readonly (readonly [number, number])[];

export class OverlayData {
  #grounds: readonly Ground[] = [];
  readonly #wanted = new Map<OverlaySource, FeatureCollection>();
  readonly #elsewhere: (source: OverlaySource, features: readonly Feature[]) => void;
  #map: maplibregl.Map | null = null;

  /** `elsewhere` takes what MapLibre can't draw right. */
  constructor(elsewhere: (source: OverlaySource, features: readonly Feature[]) => void) {
    this.#elsewhere = elsewhere;
  }

  attach(map: maplibregl.Map): void {
    this.#map = map;
    for (const [source, features] of this.#wanted) {
      this.#apply(source, features);
    }
  }

  detach(): void {
    this.#map = null;
  }

  of(source: OverlaySource): FeatureCollection {
    return this.#wanted.get(source) ?? EMPTY;
  }

  /** The same object twice costs nothing. */
  set(source: OverlaySource, features: FeatureCollection = EMPTY): void {
    if (this.#wanted.get(source) !== features) {
      this.#wanted.set(source, features);
      this.#apply(source, features);
      this.#cut(source);
    }
  }

  /** Tells on which grounds pictures lie. */
  setGrounds(grounds: readonly Ground[]): void {
    this.#grounds = grounds;
    this.#cut();
  }

  /** Cuts anew what lies over pictures, of all or of one source. */
  #cut(source?: OverlaySource): void {
    for (const [over, from] of Object.entries(OVER) as [OverlaySource, readonly OverlaySource[]][]) {
      if (source === undefined || from.includes(source)) {
        this.set(over, overPictures(this.#grounds, from.map((one) => [one, this.of(one)] as const)));
      }
    }
  }

  #apply(source: OverlaySource, features: FeatureCollection): void {
    if (OVERLAY_SOURCES.includes(source)) {
      const { within, beyond } = parted(features);
      this.#elsewhere(source, beyond);
      void this.#map?.getSource<maplibregl.GeoJSONSource>(source)?.setData(within);
    }
  }
}
