import { LngLat, type LngLatLike, Point } from "maplibre-gl";
import { describe, expect, it } from "vitest";

import { polarView, screenPlace, seesWhole } from "./view";

const WINDOW = { clientWidth: 900, clientHeight: 700 };

describe("the view of what lies near a pole", () => {
  /** CSS pixels from the middle of a globe to a place so many degrees away, as an upper bound. */
  const pixels = (zoom: number, degrees: number, lat = 85.051129) => ((512 * 2 ** zoom) / (2 * Math.PI) / Math.cos((lat * Math.PI) / 180)) * Math.sin((degrees * Math.PI) / 180);
  const view = (bounds: [number, number, number, number]) => polarView(bounds, WINDOW) ?? { center: [Number.NaN, Number.NaN], zoom: Number.NaN };

  it("looks at the pole that an area goes round, from as far as shows the whole of it", () => {
    const [near, far] = [view([-180, 80, 180, 90]), view([-180, 60, 180, 90])];
    expect([near.center, far.center, view([-180, -90, 180, -70]).center]).toEqual([[0, 90], [0, 90], [0, -90]]);
    expect(near.zoom).toBeGreaterThan(far.zoom);
    expect(pixels(near.zoom, 10)).toBeGreaterThan(200);
    expect(pixels(near.zoom, 10)).toBeLessThan(300);
    expect(pixels(far.zoom, 30)).toBeGreaterThan(200);
    expect(pixels(far.zoom, 30)).toBeLessThan(300);
  });

  it("stays far enough from a small cap for the middle of the map to be at the pole", () => {
    const cap = view([-180, 89, 180, 90]);
    expect(cap.center).toEqual([0, 90]);
    expect(pixels(cap.zoom, 4.948871)).toBeLessThan(350);
    expect(pixels(cap.zoom, 4.948871)).toBeGreaterThan(300);
  });

  it("looks at an area beyond the flat map from its middle, or nearer from where the flat map ends", () => {
    const tall = view([-10, 30, 10, 88]);
    expect(tall.center).toEqual([0, 59]);
    expect(pixels(tall.zoom, 29, 59)).toBeGreaterThan(200);
    expect(pixels(tall.zoom, 29, 59)).toBeLessThan(300);
    const small = view([20, 85.2, 22, 85.4]);
    expect(small.center).toEqual([21, 85.051129]);
    expect(pixels(small.zoom, 0.35)).toBeGreaterThan(200);
    expect(view([20, 85.052, 20.001, 85.053]).zoom).toBe(10);
    expect(view([170, -89, 190, -84]).center[1]).toBeLessThan(-80);
  });

  it("is that of any other area within the flat map", () => {
    expect(polarView([-10, 80, 10, 85], WINDOW)).toBeNull();
    expect(polarView([-180, -60, 180, 60], WINDOW)).toBeNull();
  });
});

describe("whether the whole of something is in view", () => {
  // Ten pixels a degree about a middle; `unseen` is what the place on the screen shows instead.
  const over = (lng: number, lat: number, unseen = (place: number) => place) => ({
    getContainer: () => WINDOW as HTMLElement,
    getCenter: () => new LngLat(lng, lat),
    project: (place: LngLatLike) => {
      const [lon, north] = place as [number, number];
      return new Point(450 + (lon - lng) * 10, 350 - (north - lat) * 10);
    },
    unproject: ([, y]: [number, number]) => new LngLat(lng, unseen(lat + (350 - y) / 10)),
  }) as unknown as Parameters<typeof seesWhole>[0];

  it("is found on whatever turn round the earth the map is", () => {
    expect(seesWhole(over(179, -50), [-181, -51, -178, -49])).toBe(true);
    expect(seesWhole(over(-179, -50), [178, -51, 180, -49])).toBe(true);
    expect(seesWhole(over(-179, -50), [178, -51, 180, -14])).toBe(false);
    expect(seesWhole(over(100, -50), [178, -51, 180, -49])).toBe(false);
  });

  it("is not where it lies behind the globe", () => {
    expect(screenPlace(over(0, 50), [1, 51])).toEqual({ x: 460, y: 340 });
    expect(screenPlace(over(0, 50, (lat) => 90 - lat), [1, 51])).toBeNull();
    expect(seesWhole(over(0, 50, (lat) => 90 - lat), [-1, 49, 1, 51])).toBe(false);
  });
});
