import type { Map as MapLibreMap } from "maplibre-gl";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { followSpeed } from "./speed";

/** A map that takes so long for a frame, and tells of a resize as MapLibre does: as of a move. */
class SlowMap {
  readonly ratios = [1];
  #moving = false;
  readonly #handlers = new Map<string, (() => void)[]>();

  on(event: string, handler: () => void): void {
    this.#handlers.set(event, [...(this.#handlers.get(event) ?? []), handler]);
  }

  #fire(event: string): void {
    for (const handler of this.#handlers.get(event) ?? []) {
      handler();
    }
  }

  isMoving(): boolean {
    return this.#moving;
  }

  getPixelRatio(): number {
    return this.ratios.at(-1) ?? 0;
  }

  setPixelRatio(ratio: number): void {
    this.ratios.push(ratio);
    if (!this.#moving) {
      this.#fire("movestart");
      this.#fire("moveend");
    }
  }

  move(frameMs: number): void {
    this.#moving = true;
    this.#fire("movestart");
    for (let frame = 0; frame < 12; frame += 1) {
      vi.advanceTimersByTime(frameMs);
      this.#fire("render");
    }
    this.#moving = false;
    this.#fire("moveend");
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("a slow map is coarser while it moves, and sharp once it rests", () => {
  const map = new SlowMap();
  followSpeed(map as unknown as MapLibreMap);
  map.move(120);
  map.move(120);
  expect(map.getPixelRatio()).toBe(0.5);
  vi.advanceTimersByTime(5_000);
  expect(map.getPixelRatio()).toBe(1);
  expect(map.ratios).toEqual([1, 0.5, 1]);
});

it("a fast map stays as it is", () => {
  const map = new SlowMap();
  followSpeed(map as unknown as MapLibreMap);
  map.move(16);
  map.move(16);
  vi.advanceTimersByTime(5_000);
  expect(map.ratios).toEqual([1]);
});
