// Prices of the in-memory twin, reckoned in whole cents, and the body that a review shows.
import type { BasketGroup, BasketItem, Estimate, Price, PriceLine, SceneRow } from "../bindings";
import { switches } from "./switches";
import { nowText, world } from "./world";

export const TARIFF: Record<SceneRow["constellation"], { productTypeId: string; label: string; centsPerKm2: number; minimum: number }> = {
  SPOT: { productTypeId: "SPOTArchive1.5Mono", label: "SPOT 1.5 m", centsPerKm2: 380, minimum: 100 },
  PHR: { productTypeId: "PleiadesArchiveMono", label: "Pléiades 0.5 m", centsPerKm2: 1250, minimum: 25 },
  PNEO: { productTypeId: "PleiadesNeoArchiveMono", label: "Pléiades Neo 0.3 m", centsPerKm2: 2150, minimum: 25 },
  other: { productTypeId: "PleiadesArchiveMono", label: "Pléiades 0.5 m", centsPerKm2: 1250, minimum: 25 },
};

export function hashOf(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < text.length; index += 1) {
    a = Math.imul(a ^ text.charCodeAt(index), 16777619) >>> 0;
    b = Math.imul(b ^ a, 2654435761) >>> 0;
  }
  return [a, b, a ^ b, b + a, a * 3, b * 5, a * 7, b * 11].map((part) => (part >>> 0).toString(16).padStart(8, "0")).join("");
}

export function decimal(cents: number): string {
  return (cents / 100).toFixed(2);
}

export function cents(amount: string): number {
  return Math.round(Number(amount) * 100);
}

function lineFor(productTypeId: string, items: BasketItem[]): PriceLine {
  const tariff = Object.values(TARIFF).find((one) => one.productTypeId === productTypeId) ?? TARIFF.PHR;
  const drawn = Math.max(...items.map((item) => item.drawnKm2)) * items.length;
  const billed = Math.max(drawn, tariff.minimum);
  return {
    productTypeId, label: tariff.label, areaKm2: billed.toFixed(1), amount: decimal(Math.round(billed * tariff.centsPerKm2)),
    perKm2: decimal(tariff.centsPerKm2), minimumApplied: billed > drawn,
  };
}

export function priceOf(group: BasketGroup): Price {
  const lines = group.options.map(({ productTypeId }) => lineFor(productTypeId, group.items.filter((item) => item.productTypeId === productTypeId)));
  const total = lines.reduce((sum, line) => sum + cents(line.amount), 0);
  const totalAmount = switches.free ? "0.00" : `${decimal(total)}${switches.exact ? "825" : ""}`;
  return { currency: group.contract.currency, totalAmount, discountValue: "0.00", lines, pricedAt: nowText(), sha256: hashOf(bodyOf(group)) };
}

/** Before there is a price: what the scenes of a product show of each area, the largest share standing for all together. */
export function estimatesOf(group: BasketGroup): Estimate[] {
  return [...new Set(group.items.map((item) => item.productTypeId))].map((productTypeId) => {
    const items = group.items.filter((item) => item.productTypeId === productTypeId);
    const tariff = Object.values(TARIFF).find((one) => one.productTypeId === productTypeId) ?? TARIFF.PHR;
    const shown = [...new Set(items.map((item) => item.areaId))].map((areaId) => Math.max(...items.filter((item) => item.areaId === areaId).map((item) => item.coveredKm2)));
    const billedKm2 = shown.reduce((sum, km2) => sum + Math.max(km2, tariff.minimum), 0);
    return { productTypeId, billedKm2, amount: decimal(Math.round(billedKm2 * tariff.centsPerKm2)), currency: group.contract.currency, minimumApplied: shown.some((km2) => km2 < tariff.minimum) };
  });
}

export function bodyOf(group: BasketGroup): string {
  const areas = [...new Set(group.items.map((item) => item.areaId))];
  return JSON.stringify(
    {
      aoi: areas.map((id, index) => ({ id: index + 1, name: group.items.find((item) => item.areaId === id)?.areaName, geometry: world.areas.find((area) => area.id === id)?.report.polygon })),
      contractId: group.contract.contractId,
      items: group.items.map((item) => ({
        productTypeId: item.productTypeId, aoiId: areas.indexOf(item.areaId) + 1, properties: [], datastripIds: group.mayQuote ? [] : [item.scene.productType],
        dataSourceIds: group.mayQuote ? [{ catalogId: "PublicMOC", catalogItemId: item.scene.id }] : [],
      })),
      primaryMarket: group.market, secondaryMarket: group.secondaryMarket ?? "", customerReference: group.reference,
      optionsPerProductType: group.options.map(({ productTypeId, values }) => ({ productTypeId, options: values })),
      endUsers: group.endUser === null ? [] : [{ endUserName: group.endUser.name, country: group.endUser.country }],
      delivery: { type: "network" },
    },
    null,
    2,
  );
}
