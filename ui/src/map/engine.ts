// What MapLibre needs before the first map, and what it tells about its work.
import * as maplibregl from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { Protocol } from "pmtiles";

let prepared = false;

/** Once for the page: where the worker's code lies, and how tiles are read out of the archive. */
export function prepare(): void {
  if (!prepared) {
    prepared = true;
    maplibregl.setWorkerUrl(workerUrl);
    maplibregl.addProtocol("pmtiles", new Protocol().tile);
  }
}

/** Writes on the map's element whether everything that is to be seen is there. */
export function markIdle(map: maplibregl.Map, container: HTMLElement): void {
  const mark = (idle: boolean) => () => {
    container.dataset["mapIdle"] = String(idle);
  };
  mark(false)();
  map.on("movestart", mark(false));
  map.on("dataloading", mark(false));
  map.on("idle", mark(true));
}
