// What the basket begins with when the address asks for a state of the twin: `?fake=plain`.
import type { Contract, SceneRow } from "../bindings";
import { begin } from "./acts";
import { basket, changed, current, openGroup } from "./basket";
import { priceOf } from "./prices";
import { switches } from "./switches";
import { underWayOf } from "./underWay";
import { world } from "./world";

/** Two scenes that are being ordered, and one that is not, for working on the page. */
function rehearse(): void {
  const ring: [number, number][] = [[-9.1, 38.7], [-8.9, 38.7], [-8.9, 38.85], [-9.1, 38.85], [-9.1, 38.7]];
  world.areas.push({ id: "area-rehearsed", name: "Tagus estuary, east bank", color: "rose", report: { polygon: { type: "Polygon", coordinates: [ring] }, km2: 374.8, perimeterKm: 81.2, vertices: 4, bounds: [-9.1, 38.7, -8.9, 38.85], centroid: [-9, 38.775], faults: [], orderable: true } });
  const [first, second, ...others] = world.scenes.filter((row) => row.backend === "legacy" && row.corners !== null && row.acquired > "2025-10" && (row.cloud ?? 100) < 30);
  const neo = world.scenes.find((row) => row.backend === "neo");
  const [legacy, coast, neoContract] = world.contracts;
  if (first === undefined || second === undefined || neo === undefined || legacy === undefined || coast === undefined || neoContract === undefined) {
    return;
  }
  const put = (contract: Contract, scene: SceneRow) => void basket.addToBasket(scene.id, "area-rehearsed", contract.contractId);
  put(legacy, first);
  put(legacy, second);
  const group = openGroup(legacy);
  Object.assign(group, { market: "ENVIRONMENT", reference: "TAGUS-2026-07-K7M4QX2B" });
  if (switches.underWay) {
    const price = priceOf(group);
    group.underWay = [underWayOf(group, "order", price, group.items.splice(0))];
    begin("order", group.reference, price.totalAmount, price.currency);
    void changed(group);
    const other = others[0];
    if (other !== undefined) {
      put(coast, other);
    }
  }
  put(neoContract, neo);
  Object.assign(openGroup(neoContract), { market: "ENVIRONMENT", endUser: { name: "River Authority", country: "PT" } });
  Object.assign(openGroup(coast), { market: "ENVIRONMENT" });
  for (const one of [...current.groups]) {
    void changed(one);
  }
}

if (new URLSearchParams(window.location.search).has("fake")) {
  rehearse();
}
