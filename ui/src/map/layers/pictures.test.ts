import type { Map as MapLibreMap } from "maplibre-gl";
import { expect, it } from "vitest";

import { MapPictures, type Picture } from "./pictures";

/** A map that tells what lies on it. */
function map() {
  const [layers, sources] = [new Map<string, { type: string }>(), new Set<string>()];
  const painted: Record<string, number> = {};
  const there = (held: { has: (id: string) => boolean }, id: string) => {
    if (!held.has(id)) {
      throw new Error(`there is no ${id}`);
    }
  };
  const fake = {
    getLayer: (id: string) => layers.get(id),
    addLayer: (layer: { id: string; type: string }) => layers.set(layer.id, layer),
    removeLayer: (id: string) => {
      there(layers, id);
      layers.delete(id);
    },
    moveLayer: (id: string) => {
      there(layers, id);
    },
    addSource: (id: string) => sources.add(id),
    removeSource: (id: string) => {
      there(sources, id);
      sources.delete(id);
    },
    setPaintProperty: (id: string, _: string, value: number) => {
      there(layers, id);
      painted[id] = value;
    },
  };
  return { fake: fake as unknown as MapLibreMap, sources, painted, kinds: () => Object.fromEntries([...layers].map(([id, { type }]) => [id, type])) };
}

const picture = (id: string, south: number, url = id): Picture => ({ id, url, corners: [[0, south + 1], [1, south + 1], [1, south], [0, south]] });

it("a picture beyond the end of the tiles is drawn by a layer of our own, and goes like the others", () => {
  const { fake, sources, painted, kinds } = map();
  const pictures = new MapPictures();
  pictures.attach(fake);
  pictures.show({ pictures: [picture("near", 10), picture("far", 86)], opacity: 0.5, split: null });
  expect(kinds()).toEqual({ "picture near": "raster", "picture far": "custom" });
  expect([[...sources], painted]).toEqual([["picture near"], { "picture near": 0.5 }]);
  const first = fake.getLayer("picture far");
  pictures.show({ pictures: [picture("far", 86)], opacity: 1, split: null });
  expect([kinds(), fake.getLayer("picture far")]).toEqual([{ "picture far": "custom" }, first]);
  pictures.show({ pictures: [picture("far", 86, "sharper")], opacity: 1, split: null });
  expect(fake.getLayer("picture far")).not.toBe(first);
  pictures.show({ pictures: [], opacity: 1, split: null });
  expect([kinds(), [...sources]]).toEqual([{}, []]);
});
