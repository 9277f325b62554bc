// What `cargo xtask bench frames` opens in WebKit: the same footprints on the same map, by the program's own layer or by
// MapLibre's GeoJSON source. The driver calls `measure`, or `wander` for a long way, and reads what it resolves to.
import "maplibre-gl/dist/maplibre-gl.css";
import * as maplibregl from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";

import { readFootprintBuffer } from "../layers/footprintBuffer";
import { FootprintLayer } from "../layers/footprints";
import { plainRamp } from "../layers/ramps";
import { followSpeed } from "../speed";

const COLOUR = "#2b7de9";
const PAN_MS = 5000;

type Figures = { firstPaintMs: number; idleMs: number; frames: number; seconds: number; kind: string };

/** What `measure` has put on the map, and where it came from. */
let ours: { layer: FootprintLayer; address: string } | null = null;

maplibregl.setWorkerUrl(workerUrl);
const map = new maplibregl.Map({
  container: "map",
  style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": "#f5f3ee" } }] },
  center: [0, 20],
  zoom: 1.5,
  fadeDuration: 0,
});

const next = (event: "render" | "idle") => new Promise<void>((done) => map.once(event, () => { done(); }));
const frame = () => new Promise<number>((done) => requestAnimationFrame(done));

/** Adds the footprints, waits until they are all there, then moves the map along a fixed way and counts frames. */
async function measure(peer: string, address: string): Promise<Figures> {
  await (map.loaded() ? Promise.resolve() : next("idle"));
  const answer = await fetch(address);
  const data: unknown = peer === "ours" ? await answer.arrayBuffer() : await answer.json();
  await frame();
  const begun = performance.now();
  const idle = next("idle");
  let kind = "geojson";
  if (peer === "ours") {
    followSpeed(map);
    const layer = new FootprintLayer();
    const read = readFootprintBuffer(data as ArrayBuffer);
    kind = read.kind;
    layer.setColours(plainRamp(COLOUR), 0.75, false);
    layer.setData(read);
    map.addLayer(layer);
    ours = { layer, address };
  } else {
    map.addSource("scenes", { type: "geojson", data: data as GeoJSON.GeoJSON });
    map.addLayer({ id: "fill", type: "fill", source: "scenes", paint: { "fill-color": COLOUR, "fill-opacity": 0.02 } });
    map.addLayer({ id: "line", type: "line", source: "scenes", paint: { "line-color": COLOUR, "line-opacity": 0.75, "line-width": 1.1 } });
  }
  // The first frame that has something of them.
  do {
    await next("render");
  } while (peer !== "ours" && map.querySourceFeatures("scenes").length === 0);
  await frame();
  const firstPaintMs = performance.now() - begun;
  await idle;
  const idleMs = performance.now() - begun;

  // Some seconds of the same way first, in which the map finds out how fast it can be drawn.
  await pan(2000);
  const [frames, seconds] = await pan(PAN_MS);
  return { firstPaintMs, idleMs, frames, seconds, kind };
}

/** Moves the map for so many milliseconds to the east, or to the west where it is negative. */
async function pan(duration: number): Promise<[number, number]> {
  let frames = 0;
  const count = () => { frames += 1; };
  const begun = performance.now();
  const ended = new Promise<void>((done) => map.once("moveend", () => { done(); }));
  map.on("render", count);
  map.panBy([duration / 12, 0], { duration: Math.abs(duration), easing: (share) => share });
  await ended;
  map.off("render", count);
  return [frames, (performance.now() - begun) / 1000];
}

/** Moves the map to and fro for so long and fetches the footprints anew at each turn, as the program does for another view. */
async function wander(milliseconds: number): Promise<number> {
  const until = performance.now() + milliseconds;
  let frames = 0;
  for (let way = 1; performance.now() < until; way = -way) {
    frames += (await pan(2000 * way))[0];
    if (ours !== null) {
      ours.layer.setData(readFootprintBuffer(await (await fetch(ours.address)).arrayBuffer()));
    }
  }
  return frames;
}

Object.assign(window, { measure, wander });
