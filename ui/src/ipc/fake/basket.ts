// Basket, price and review of the in-memory twin. Prices are reckoned in whole cents.
import { sameDecimal } from "../../shared/format";
import type { AlreadyOrdered, Basket, BasketGroup, BasketItem, Consent, Contract, Price, PriceLine, Problem, ProductOptions, Review, SceneRow } from "../bindings";
import type { Commands } from "../transport";
import { begin } from "./acts";
import { productionOptions, settleValues } from "./productionOptions";
import { switches } from "./switches";
import { emit, nowText, ok, refused, sleep, world } from "./world";

type Nouns = "readBasket" | "listSellers" | "addToBasket" | "payWith" | "removeFromBasket" | "setBasketOption" | "editBasketGroup" | "priceBasket" | "newReference" | "reviewOrder";

const TARIFF: Record<SceneRow["constellation"], { productTypeId: string; label: string; centsPerKm2: number; minimum: number }> = {
  SPOT: { productTypeId: "SPOTArchive1.5Mono", label: "SPOT 1.5 m", centsPerKm2: 380, minimum: 100 },
  PHR: { productTypeId: "PleiadesArchiveMono", label: "Pléiades 0.5 m", centsPerKm2: 1250, minimum: 25 },
  PNEO: { productTypeId: "PleiadesNeoArchiveMono", label: "Pléiades Neo 0.3 m", centsPerKm2: 2150, minimum: 25 },
  other: { productTypeId: "PleiadesArchiveMono", label: "Pléiades 0.5 m", centsPerKm2: 1250, minimum: 25 },
};

const current: Basket = { groups: [], offline: false };
const reviews = new Map<string, Review>();
let made = 0;

export function newReferenceText(prefix: string): string {
  made += 1;
  const bits = crypto.getRandomValues(new Uint8Array(8));
  return `${prefix}-2026-09-${[...bits].map((bit) => "ABCDEFGHJKMNPQRSTVWXYZ23456789".charAt(bit % 30)).join("")}`;
}

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

/** The review a confirmation speaks of. It is good for one sending; a wrong amount leaves it in place. */
export function takeReview(reviewId: string, confirmedAmount: string): Review | "mismatch" | undefined {
  const review = reviews.get(reviewId);
  if (review !== undefined && !sameDecimal(confirmedAmount, review.price.totalAmount)) {
    return "mismatch";
  }
  reviews.delete(reviewId);
  return review;
}

/** The scenes of a review are being ordered until the returned function is called: then they are in the basket no more. */
export function lockGroup(review: Review): () => void {
  const group = groupOf(review.group.contract.contractId);
  const items = group?.items.filter((item) => review.group.items.some((one) => one.itemId === item.itemId)) ?? [];
  const { reference } = review.group;
  if (group !== undefined) {
    group.items = group.items.filter((item) => !items.includes(item));
    group.underWay.push({ reference, act: review.kind, amount: review.price.totalAmount, currency: review.price.currency, since: nowText(), items });
    group.reference = newReferenceText("TAGUS");
  }
  const end = begin(review.kind, reference, review.price.totalAmount, review.price.currency);
  void changed(group);
  return () => {
    end();
    if (group !== undefined) {
      group.underWay = group.underWay.filter((one) => one.reference !== reference);
    }
    for (const item of items) {
      markScene(item.scene.id, false);
    }
    void changed(group);
  };
}

/** What the twin's record holds of a group's scenes. */
export function heldOf(group: BasketGroup): AlreadyOrdered[] {
  const item = group.items[0];
  if (!switches.held || item === undefined) {
    return [];
  }
  const scene = `${item.scene.platform}, ${item.scene.acquired.slice(0, 10)}`;
  return [
    {
      scene, areaName: item.areaName, share: 100, state: "ordered", reference: "SADO-2026-09-W5RT", orderedAt: "2026-09-12T09:41:00Z", amount: "1565.60", currency: "EUR",
      mustAllow: true, restKm2: 0, rest: [],
    },
  ];
}

/** What of it nobody has allowed to buy again. */
export function notAllowed(held: AlreadyOrdered[], consents: Consent[]): AlreadyOrdered[] {
  return held.filter((one) => one.mustAllow && !consents.some((consent) => consent.reference === one.reference && consent.amount === one.amount && consent.reason.trim().length >= 5));
}

function markScene(sceneId: string, inBasket: boolean): void {
  const scene = world.scenes.find((row) => row.id === sceneId);
  if (scene !== undefined) {
    scene.inBasket = inBasket;
  }
}

function newGroup(contract: Contract): BasketGroup {
  return {
    contract, items: [], options: [], market: null, secondaryMarket: null, endUser: null, endUserRequired: contract.backend === "neo",
    reference: newReferenceText("TAGUS"), price: null, priceStale: false, problems: [], mayQuote: contract.backend === "neo", underWay: [], payers: [],
  };
}

function optionsFor(group: BasketGroup): ProductOptions[] {
  const types = new Map(group.items.map((item) => [item.productTypeId, item.productTypeLabel]));
  return [...types].map(([productTypeId, label]) => {
    const options = productionOptions(group.contract.backend);
    const before = group.options.find((one) => one.productTypeId === productTypeId)?.values ?? [];
    return { productTypeId, label, options, values: settleValues(options, before) };
  });
}

function problemsOf(group: BasketGroup): Problem[] {
  const problems: Problem[] = [];
  if (group.market === null) {
    problems.push({ field: "market", message: "Needed for every order" });
  }
  if (group.endUserRequired && (group.endUser?.name.trim() ?? "") === "") {
    problems.push({ field: "endUser", message: "This contract needs an end user" });
  }
  if (group.endUserRequired && (group.endUser?.country ?? "") === "") {
    problems.push({ field: "country", message: "This contract needs the end user's country" });
  }
  if (group.reference.trim() === "") {
    problems.push({ field: "reference", message: "Needed to find the order and its delivery again" });
  }
  const credit = group.contract.creditRemaining;
  if (group.price !== null && credit !== null && cents(group.price.totalAmount) > cents(credit)) {
    problems.push({ field: "credit", message: `The credit of this contract, ${credit} ${group.contract.currency}, is smaller than the total` });
  }
  return problems;
}

function changed(group: BasketGroup | undefined): Promise<{ status: "ok"; data: Basket }> {
  if (group !== undefined) {
    group.priceStale = group.price !== null || group.priceStale;
    group.price = null;
    group.options = optionsFor(group);
    group.problems = problemsOf(group);
  }
  current.groups = current.groups.filter((one) => one.items.length > 0 || one.underWay.length > 0);
  for (const one of current.groups) {
    one.payers = sellersOf(one.contract.backend).filter((other) => other.contractId !== one.contract.contractId);
  }
  emit("basketChanged", null);
  return ok(current);
}

function sellersOf(backend: SceneRow["backend"]): Contract[] {
  return world.contracts.filter((one) => one.backend === backend && one.sellsArchive !== false);
}

/** The group of a contract, made where there is none. */
function openGroup(contract: Contract): BasketGroup {
  const group = groupOf(contract.contractId) ?? newGroup(contract);
  if (!current.groups.includes(group)) {
    current.groups.push(group);
  }
  return group;
}

function groupOf(contractId: string): BasketGroup | undefined {
  return current.groups.find((group) => group.contract.contractId === contractId);
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

function priceOf(group: BasketGroup): Price {
  const lines = group.options.map(({ productTypeId }) => lineFor(productTypeId, group.items.filter((item) => item.productTypeId === productTypeId)));
  const total = lines.reduce((sum, line) => sum + cents(line.amount), 0);
  const totalAmount = switches.free ? "0.00" : `${decimal(total)}${switches.exact ? "825" : ""}`;
  return { currency: group.contract.currency, totalAmount, discountValue: "0.00", lines, pricedAt: nowText(), sha256: hashOf(bodyOf(group)) };
}

function bodyOf(group: BasketGroup): string {
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

export const basket: Pick<Commands, Nouns> = {
  readBasket: () => ok({ ...current, offline: world.connection.state === "offline" }),
  listSellers: (sceneId) => ok(sellersOf(world.scenes.find((row) => row.id === sceneId)?.backend ?? "legacy")),
  addToBasket: (sceneId, areaId, contractId) => {
    const scene = world.scenes.find((row) => row.id === sceneId);
    const area = world.areas.find((one) => one.id === areaId);
    if (scene === undefined || area === undefined) {
      return refused("notFound", "This scene or area is no longer there.");
    }
    const sellers = sellersOf(scene.backend);
    const contract = sellers.find((one) => one.contractId === contractId) ?? (sellers.length === 1 ? sellers[0] : undefined);
    if (contract === undefined) {
      return refused("choosePayer", "Several contracts sell this scene.", null, false, { about: "choosePayer", contracts: sellers });
    }
    if (current.groups.some((one) => one.underWay.some(({ items }) => items.some((item) => item.scene.id === sceneId && item.areaId === areaId)))) {
      return refused("underWay", "This scene is being ordered over this area.");
    }
    markScene(sceneId, true);
    const group = openGroup(contract);
    if (!group.items.some((item) => item.scene.id === sceneId && item.areaId === areaId)) {
      const tariff = TARIFF[scene.constellation];
      group.items.push({
        itemId: `item-${sceneId}-${areaId}`, scene: { ...scene, inBasket: true }, areaId, areaName: area.name, productTypeId: tariff.productTypeId,
        productTypeLabel: tariff.label, drawnKm2: area.report.km2, coveredKm2: (area.report.km2 * scene.coverage) / 100,
      });
    }
    return changed(group);
  },
  payWith: (contractId, otherContractId) => {
    const group = groupOf(contractId);
    const payer = group?.payers.find((one) => one.contractId === otherContractId);
    if (group === undefined || payer === undefined) {
      return refused("notFound", "This contract has nothing in the basket, or the other one does not sell it.");
    }
    const to = openGroup(payer);
    Object.assign(to, { market: to.market ?? group.market, secondaryMarket: to.secondaryMarket ?? group.secondaryMarket, endUser: to.endUser ?? group.endUser });
    to.options = to.items.length === 0 ? group.options : to.options;
    to.items.push(...group.items.splice(0));
    void changed(group);
    return changed(to);
  },
  removeFromBasket: (itemId) => {
    const group = current.groups.find((one) => one.items.some((item) => item.itemId === itemId));
    const item = group?.items.find((one) => one.itemId === itemId);
    if (group === undefined || item === undefined) {
      return refused("notFound", "This scene is no longer in the basket.");
    }
    group.items = group.items.filter((one) => one !== item);
    markScene(item.scene.id, current.groups.some((one) => one.items.some((other) => other.scene.id === item.scene.id)));
    return changed(group);
  },
  setBasketOption: (contractId, productTypeId, key, value) => {
    const group = groupOf(contractId);
    const product = group?.options.find((one) => one.productTypeId === productTypeId);
    if (product === undefined) {
      return refused("notFound", "This product is no longer in the basket.");
    }
    product.values = [...product.values.filter((one) => one.key !== key), ...(value === null ? [] : [{ key, value }])];
    return changed(group);
  },
  editBasketGroup: (contractId, patch) => {
    const group = groupOf(contractId);
    if (group === undefined) {
      return refused("notFound", "This contract has nothing in the basket.");
    }
    group.market = patch.market ?? group.market;
    group.secondaryMarket = patch.secondaryMarket === null ? group.secondaryMarket : patch.secondaryMarket || null;
    group.endUser = patch.endUser ?? group.endUser;
    group.reference = patch.reference ?? group.reference;
    return changed(group);
  },
  priceBasket: async (contractId) => {
    const group = groupOf(contractId);
    if (group === undefined) {
      return refused("notFound", "This contract has nothing in the basket.");
    }
    await sleep(250);
    const problem = group.problems.find((one) => one.field !== "credit");
    if (problem !== undefined) {
      return refused("invalidInput", problem.message);
    }
    group.price = priceOf(group);
    group.priceStale = false;
    group.problems = problemsOf(group);
    emit("basketChanged", null);
    return ok(current);
  },
  newReference: (contractId) => {
    const group = groupOf(contractId);
    if (group !== undefined) {
      group.reference = newReferenceText("TAGUS");
    }
    return changed(group);
  },
  reviewOrder: async (contractId, kind) => {
    await sleep(150);
    const group = groupOf(contractId);
    if (group?.price === undefined || group.price === null) {
      return refused("priceStale", "The basket changed since it was priced.");
    }
    const credit = group.contract.creditRemaining;
    if (kind === "order" && credit !== null && cents(credit) < cents(group.price.totalAmount)) {
      return refused("creditTooSmall", `The order costs ${group.price.totalAmount} EUR, the contract has ${credit} EUR left.`);
    }
    const body = bodyOf(group);
    const spent = kind === "order" ? cents(group.price.totalAmount) : 0;
    made += 1;
    const review: Review = {
      reviewId: `review-${String(made)}`, kind, group, price: group.price, method: "POST",
      endpoint: `https://order.api.oneatlas.airbus.com/api/v1/${kind === "order" ? "orders" : "quotations"}`,
      body, byteCount: new TextEncoder().encode(body).length, sha256: group.price.sha256, creditNow: credit,
      creditAfter: credit === null ? null : decimal(cents(credit) - spent), workspace: "7f0c1d2e-91ab", mustTypeAmount: switches.free || spent > 500_000, priceUnusual: switches.free,
      alreadyOrdered: heldOf(group),
    };
    reviews.set(review.reviewId, structuredClone(review));
    return ok(review);
  },
};

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
    group.underWay = [{ reference: group.reference, act: "order", amount: price.totalAmount, currency: price.currency, since: nowText(), items: group.items.splice(0) }];
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
