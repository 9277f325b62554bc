// Some eighty scenes over the Tagus estuary, made by a small seeded generator so that every run shows the same ones.
import type { Constellation, SceneRow } from "../bindings";
import { switches } from "./switches";

/** A generator of even numbers in [0, 1) that always starts the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const FLEET: { constellation: Constellation; platforms: string[]; resolution: number; width: number; perKm2: number; minimum: number }[] = [
  { constellation: "PNEO", platforms: ["Pléiades Neo 3", "Pléiades Neo 4"], resolution: 0.3, width: 14, perKm2: 21.5, minimum: 25 },
  { constellation: "PHR", platforms: ["Pléiades 1A", "Pléiades 1B"], resolution: 0.5, width: 20, perKm2: 12.5, minimum: 25 },
  { constellation: "SPOT", platforms: ["SPOT 6", "SPOT 7"], resolution: 1.5, width: 60, perKm2: 3.8, minimum: 100 },
];

const AREA_KM2 = 374.8;

export const scenes: SceneRow[] = makeScenes(switches.many ? 560 : 84);

function makeScenes(count: number): SceneRow[] {
  const random = seeded(7);
  const rows: SceneRow[] = [];
  for (let index = 0; index < count; index += 1) {
    const craft = FLEET[Math.floor(random() * FLEET.length)];
    if (craft === undefined) {
      continue;
    }
    const acquired = new Date(Date.UTC(2024, 0, 4) + Math.floor((random() * 1000 + index * 0) * 86_400_000));
    acquired.setUTCHours(11, Math.floor(random() * 50), Math.floor(random() * 60));
    const centre: [number, number] = [-8.98 + (random() - 0.5) * 0.42, 38.79 + (random() - 0.5) * 0.3];
    const corners = tilted(centre, craft.width, craft.width * (1 + random()), (-12 * Math.PI) / 180);
    const coverage = index === 40 ? 0 : Math.round(Math.min(100, 45 + random() * 80) * 10) / 10;
    const billed = Math.max(craft.minimum, (AREA_KM2 * coverage) / 100);
    const season = 0.5 - 0.5 * Math.cos(((acquired.getUTCMonth() + 0.5) / 12) * 2 * Math.PI);
    const stamp = acquired.toISOString().replace(/[-:T]/g, "").slice(0, 14);
    rows.push({
      id: `scene-${String(index)}`,
      acquired: acquired.toISOString(),
      constellation: craft.constellation,
      platform: craft.platforms[Math.floor(random() * 2)] ?? craft.constellation,
      resolution: craft.resolution,
      cloud: random() < 0.03 ? null : Math.round(Math.max(0, random() ** (1 + 2 * season) * 100) * 10) / 10,
      incidence: Math.round(random() * 340) / 10,
      coverage,
      shares: [coverage],
      snow: 0,
      sun: Math.round((25 + 38 * season) * 10) / 10,
      productType: `DS_${craft.constellation}_${stamp}_FR1_PX_W010N38`,
      priceEstimate: (billed * craft.perKm2).toFixed(2),
      currency: "EUR",
      billedKm2: billed,
      inBasket: false,
      kept: false,
      placed: index !== 40,
      flaws: index === 40 ? ["noGeometry"] : [],
      backend: craft.constellation === "PNEO" ? "neo" : "legacy",
      corners: index === 40 ? null : corners,
      bounds: index === 40 ? null : boundsOf(corners),
    });
  }
  return rows;
}

function tilted([lon, lat]: [number, number], widthKm: number, heightKm: number, angle: number): [number, number][] {
  const perLat = 1 / 110.57;
  const perLon = 1 / (111.32 * Math.cos((lat * Math.PI) / 180));
  const offsets: [number, number][] = [[-1, 1], [1, 1], [1, -1], [-1, -1]];
  return offsets.map(([east, north]) => {
    const x = (east * widthKm) / 2;
    const y = (north * heightKm) / 2;
    return [lon + (x * Math.cos(angle) - y * Math.sin(angle)) * perLon, lat + (x * Math.sin(angle) + y * Math.cos(angle)) * perLat];
  });
}

export function boundsOf(points: [number, number][]): [number, number, number, number] {
  const lons = points.map((point) => point[0]);
  const lats = points.map((point) => point[1]);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
