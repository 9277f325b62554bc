import { LngLat, type LngLatLike, Point } from "maplibre-gl";
import { describe, expect, it } from "vitest";

import { poleView, seesWhole } from "./view";

const WINDOW = { clientWidth: 900, clientHeight: 700 };

describe("the view of an area round a pole", () => {
  it("looks as near the pole as the map can, from as far as shows the whole of it", () => {
    const near = poleView([-180, 85, 180, 90], WINDOW);
    const far = poleView([-180, 60, 180, 90], WINDOW);
    expect(near?.center).toEqual([0, 85.051129]);
    expect(poleView([-180, -90, 180, -70], WINDOW)?.center).toEqual([0, -85.051129]);
    expect(near?.zoom ?? 0).toBeGreaterThan(far?.zoom ?? 9);
    expect(far?.zoom).toBeGreaterThanOrEqual(0);
    // A small cap lies five degrees from the middle; it must not be zoomed out of the window.
    const cap = poleView([-180, 89, 180, 90], WINDOW);
    const pixelsToPole = (512 * 2 ** (cap?.zoom ?? 0)) / (2 * Math.PI) / Math.cos((85.051129 * Math.PI) / 180) * Math.sin((4.948871 * Math.PI) / 180);
    expect(pixelsToPole).toBeLessThan(350);
  });

  it("is that of any other area where it goes round none", () => {
    expect(poleView([-10, 80, 10, 89], WINDOW)).toBeNull();
    expect(poleView([-180, -60, 180, 60], WINDOW)).toBeNull();
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
    expect(seesWhole(over(0, 50, (lat) => 90 - lat), [-1, 49, 1, 51])).toBe(false);
  });
});
