import type { Map as MapLibreMap } from "maplibre-gl";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { KeptView, followKept } from "./keptView";
import { followSpeed } from "./speed";
import type { Bounds } from "./view";

const AREA: Bounds = [2, 2, 8, 8];
type Told = { originalEvent?: unknown };

/** A map of slow frames that tells of what happens to it as MapLibre does: a changed pixel ratio and a changed box are both a
 * resize, and both told as a move. It sees a square round its middle. */
class SlowMap {
  readonly shown: Bounds[] = [];
  readonly kept = new KeptView(([west, south, east, north]) => [west - this.#at, south, this.#at + 10 - this.drawer - east, 10 - north - this.box[1]].every((room) => room >= 0));
  readonly box: [number, number] = [800, 0];
  drawer = 0;
  readonly drawn: () => void;
  #at = 0;
  #moving = false;
  #ratio = 1;
  readonly ratios: number[] = [];
  readonly #handlers = new Map<string, ((event: Told) => void)[]>();

  constructor() {
    this.drawn = followKept(this, this.kept, () => this.drawer, (bounds) => {
      this.shown.push(bounds);
      this.goTo(0);
    });
    followSpeed(this as unknown as MapLibreMap);
  }

  on(event: string, handler: (event: Told) => void): void {
    this.#handlers.set(event, [...(this.#handlers.get(event) ?? []), handler]);
  }

  getContainer() {
    return { clientWidth: this.box[0], clientHeight: this.box[1] };
  }

  isMoving(): boolean {
    return this.#moving;
  }

  getPixelRatio(): number {
    return this.#ratio;
  }

  setPixelRatio(ratio: number): void {
    this.#ratio = ratio;
    this.ratios.push(ratio);
    this.#resize();
  }

  /** A panel takes so much of the height, which is counted in degrees here. */
  cover(height: number): void {
    this.box[1] = height;
    this.#resize();
  }

  /** A drag, or a turn of the wheel. */
  drag(to: number): void {
    this.#move({ originalEvent: "pointer" }, to);
  }

  /** What the program does by itself, which the map can't tell from what it was asked for. */
  goTo(to: number): void {
    this.#move({}, to);
  }

  #move(event: Told, to: number): void {
    // As in MapLibre's jump, the map is there already when it tells that it starts.
    this.#at = to;
    this.#moving = true;
    this.#fire("movestart", event);
    for (let frame = 0; frame < 12; frame += 1) {
      vi.advanceTimersByTime(120);
      this.#fire("render", event);
    }
    this.#moving = false;
    this.#fire("moveend", event);
    vi.advanceTimersByTime(5_000);
  }

  #resize(): void {
    const [still, event] = [!this.#moving, {}];
    if (still) {
      this.#fire("movestart", event);
    }
    this.#fire("resize", event);
    if (still) {
      this.#fire("moveend", event);
    }
  }

  #fire(event: string, told: Told): void {
    for (const handler of this.#handlers.get(event) ?? []) {
      handler(told);
    }
  }
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function onArea(): SlowMap {
  const map = new SlowMap();
  map.kept.keep(AREA);
  return map;
}

it("what a panel covers is shown again", () => {
  const map = onArea();
  map.cover(1);
  expect(map.shown).toEqual([]);
  map.cover(3);
  expect(map.shown).toEqual([AREA]);
});

it("a picture drawn coarser and sharp again moves nothing, whoever moved the map", () => {
  for (const move of ["drag", "goTo"] as const) {
    const map = onArea();
    map[move](1);
    map[move](30);
    map[move](60);
    expect(map.ratios, "the map is slow enough to be drawn coarser").toContain(0.5);
    expect(map.shown).toEqual([]);
  }
});

it("once a person has moved the map, no panel brings it back, although the area is still in view", () => {
  const map = onArea();
  map.drag(1);
  map.cover(3);
  map.kept.keep([3, 3, 7, 8]);
  map.cover(4);
  expect(map.shown).toEqual([]);
  const asked = onArea();
  asked.kept.leaves();
  asked.goTo(1);
  asked.cover(3);
  expect(asked.shown).toEqual([]);
});

it("gone to the area again, it is kept in view again", () => {
  const map = onArea();
  map.drag(1);
  map.kept.goesTo(AREA);
  map.goTo(0);
  map.cover(3);
  expect(map.shown).toEqual([AREA]);
});

it("a panel that opens on the way to a place does not make the way end elsewhere", () => {
  const [map, there] = [onArea(), [1, 1, 9, 9] as Bounds];
  map.kept.goesTo(there);
  map.cover(1);
  expect(map.shown).toEqual([there]);
  map.cover(1);
  map.kept.leaves();
  map.cover(5);
  expect(map.shown).toEqual([there]);
});

it("a drawer over the map is a panel as well", () => {
  const map = onArea();
  map.drawer = 3;
  map.drawn();
  expect(map.shown).toEqual([AREA]);
  map.drawn();
  expect(map.shown).toHaveLength(1);
  const moved = onArea();
  moved.drag(1);
  moved.drawer = 3;
  moved.drawn();
  expect(moved.shown).toEqual([]);
});
