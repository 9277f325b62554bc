// What MapLibre needs before the first map, and what it tells about its work.
import * as maplibregl from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { Protocol } from "pmtiles";

import { type Bounds, PADDING } from "./view";

let prepared = false;

/** Once for the page: where the worker's code lies, and how tiles are read out of the archive. */
export function prepare(): void {
  if (!prepared) {
    prepared = true;
    maplibregl.setWorkerUrl(workerUrl);
    maplibregl.addProtocol("pmtiles", new Protocol().tile);
  }
}

/** A map that is neither turned nor tilted: north is up, and lengths can be read from it. */
export function createMap(container: HTMLElement, style: maplibregl.StyleSpecification, bounds: Bounds): maplibregl.Map {
  const map = new maplibregl.Map({
    container,
    style,
    bounds,
    fitBoundsOptions: { padding: PADDING, maxZoom: 13 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    maxZoom: 17,
    minZoom: 1,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return map;
}

/** Draws the map anew because a layer of our own shows something else, and tells of it as MapLibre does of its own layers. */
export function redraw(map: maplibregl.Map | null): void {
  map?.fire("dataloading");
  map?.triggerRepaint();
}

/** How long after the map has come to rest its last frame is drawn once more. */
const AGAIN_MS = 50;

/**
 * Draws the last frame before the map rests a second time: WebKitGTK keeps the one before it on the screen, or nothing where the
 * map was given another size, until another frame is asked for. Then it writes on the map's element that everything that is to
 * be seen is there.
 */
export function settle(map: maplibregl.Map, container: HTMLElement): void {
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const moved = () => {
    clearTimeout(timer);
    again = false;
    container.dataset["mapIdle"] = "false";
  };
  moved();
  for (const event of ["movestart", "dataloading", "resize"] as const) {
    map.on(event, moved);
  }
  map.on("remove", () => {
    clearTimeout(timer);
  });
  map.on("idle", () => {
    if (again) {
      again = false;
      container.dataset["mapIdle"] = "true";
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      again = true;
      map.triggerRepaint();
    }, AGAIN_MS);
  });
}
