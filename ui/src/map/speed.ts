// Without a graphics card a frame costs as much as it has pixels. Where frames are slow, the map is drawn coarser
// while it moves and sharp again once it rests.
import type { Map as MapLibreMap } from "maplibre-gl";

const SLOW_FRAME_MS = 55;
const FRAMES_NEEDED = 8;
const MOVING_RATIO = 0.5;
const REST_MS = 250;

export function followSpeed(map: MapLibreMap): void {
  const sharp = map.getPixelRatio();
  let gaps: number[] = [];
  let last: number | null = null;
  let slow = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** To set the ratio is to resize, and a resize is told as a move: none that we should follow. */
  let setting = false;
  const setRatio = (ratio: number) => {
    setting = true;
    map.setPixelRatio(ratio);
    setting = false;
  };

  map.on("movestart", () => {
    if (setting) {
      return;
    }
    clearTimeout(timer);
    last = null;
    gaps = [];
    if (slow && map.getPixelRatio() === sharp) {
      setRatio(sharp * MOVING_RATIO);
    }
  });
  map.on("render", () => {
    const now = performance.now();
    if (map.isMoving() && last !== null && !slow) {
      gaps.push(now - last);
      if (gaps.length >= FRAMES_NEEDED) {
        const middle = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
        slow = middle > SLOW_FRAME_MS;
        gaps = [];
      }
    }
    last = now;
  });
  map.on("moveend", () => {
    if (setting) {
      return;
    }
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (map.getPixelRatio() !== sharp) {
        setRatio(sharp);
      }
    }, REST_MS);
  });
}
