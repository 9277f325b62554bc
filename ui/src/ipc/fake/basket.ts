// Basket and review of the in-memory twin.
import { sameDecimal } from "../../shared/format";
import type { Basket, BasketGroup, BasketItem, Contract, Problem, ProductOptions, Review, SceneRow } from "../bindings";
import type { Commands } from "../transport";
import { begin } from "./acts";
import { heldOf } from "./held";
import { bodyOf, cents, decimal, estimatesOf, priceOf, TARIFF } from "./prices";
import { productionOptions, settleValues } from "./productionOptions";
import { newReference, typedReference } from "./references";
import { switches } from "./switches";
import { underWayOf } from "./underWay";
import { emit, ok, refused, sleep, world } from "./world";

type Nouns = "readBasket" | "listSellers" | "addToBasket" | "payWith" | "removeFromBasket" | "putBackInBasket" | "setBasketOption" | "editBasketGroup" | "priceBasket" | "newReference" | "reviewOrder";

export const current: Basket = { groups: [], offline: false };
const reviews = new Map<string, Review>();
const takenOut = new Map<string, { item: BasketItem; contract: Contract }>();
let made = 0;

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
    group.underWay.push(underWayOf(group, review.kind, review.price, items));
    group.reference = newReference("TAGUS");
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

function markScene(sceneId: string, inBasket: boolean): void {
  const scene = world.scenes.find((row) => row.id === sceneId);
  if (scene !== undefined) {
    scene.inBasket = inBasket;
  }
}

function newGroup(contract: Contract): BasketGroup {
  return {
    contract, items: [], options: [], market: null, secondaryMarket: null, endUser: null, endUserRequired: contract.backend === "neo",
    estimates: [], reference: newReference("TAGUS"), price: null, priceStale: false, problems: [], mayQuote: contract.backend === "neo", underWay: [], payers: [],
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

/** After an edit: price, options and problems follow, and the basket as it then is. */
export function changed(group: BasketGroup | undefined): Promise<{ status: "ok"; data: Basket }> {
  if (group !== undefined) {
    group.priceStale = group.price !== null || group.priceStale;
    group.price = null;
    group.options = optionsFor(group);
    group.problems = problemsOf(group);
    group.estimates = estimatesOf(group);
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
export function openGroup(contract: Contract): BasketGroup {
  const group = groupOf(contract.contractId) ?? newGroup(contract);
  if (!current.groups.includes(group)) {
    current.groups.push(group);
  }
  return group;
}

function groupOf(contractId: string): BasketGroup | undefined {
  return current.groups.find((group) => group.contract.contractId === contractId);
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
    takenOut.set(itemId, { item, contract: group.contract });
    markScene(item.scene.id, current.groups.some((one) => one.items.some((other) => other.scene.id === item.scene.id)));
    return changed(group);
  },
  putBackInBasket: (itemId) => {
    const taken = takenOut.get(itemId);
    if (taken === undefined) {
      return refused("notFound", "There is no such scene among those taken out of the basket.");
    }
    const group = openGroup(taken.contract);
    if (!group.items.some((one) => one.itemId === itemId)) {
      group.items.push(taken.item);
      markScene(taken.item.scene.id, true);
    }
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
    group.reference = typedReference(patch.reference ?? group.reference, group.reference);
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
      group.reference = newReference("TAGUS");
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
      alreadyOrdered: heldOf(group), unseen: [],
    };
    reviews.set(review.reviewId, structuredClone(review));
    return ok(review);
  },
};
