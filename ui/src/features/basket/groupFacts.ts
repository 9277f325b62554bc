//! What the page needs to know of one contract's group: whether it can be priced, what it bills, what is still open.
import { moneyLess } from "../../shared/format";
import type { BasketGroup, BasketItem, PriceLine, Problem } from "../../ipc";

/** Problems that only the price brings forth; they must not keep the price from being asked. */
const AFTER_PRICE = new Set(["credit"]);

export function openQuestions(group: BasketGroup): Problem[] {
  return group.problems.filter((problem) => !AFTER_PRICE.has(problem.field));
}

export function canBePriced(group: BasketGroup): boolean {
  return group.items.length > 0 && openQuestions(group).length === 0;
}

/** Everything the price depends on, as one text: a price is asked at most once for the same. */
export function priceInputs(group: BasketGroup): string {
  const { items, options, market, secondaryMarket, endUser, reference } = group;
  return JSON.stringify([items.map((item) => item.itemId), options.map((one) => [one.productTypeId, one.values]), market, secondaryMarket, endUser, reference]);
}

export interface ProductRows {
  productTypeId: string;
  label: string;
  items: BasketItem[];
  line: PriceLine | null;
}

/** The items by product type, in the order of the basket, each with the line the vendor prices them by. */
export function byProduct(group: BasketGroup): ProductRows[] {
  const rows = new Map<string, ProductRows>();
  for (const item of group.items) {
    const entry = rows.get(item.productTypeId) ?? {
      productTypeId: item.productTypeId,
      label: item.productTypeLabel,
      items: [],
      line: group.price?.lines.find((line) => line.productTypeId === item.productTypeId) ?? null,
    };
    entry.items.push(item);
    rows.set(item.productTypeId, entry);
  }
  return [...rows.values()];
}

/** Drawn km² of a product: each area once, however many scenes lie on it. */
export function drawnKm2(items: readonly BasketItem[]): number {
  return [...new Map(items.map((item) => [item.areaId, item.drawnKm2])).values()].reduce((sum, km2) => sum + km2, 0);
}

/** What all product types would cost together; null where one has no estimate. */
export function estimatedTotal(group: BasketGroup): { amount: string; currency: string } | null {
  const products = new Set(group.items.map((item) => item.productTypeId));
  const [first] = group.estimates;
  if (first === undefined || group.estimates.length < products.size || group.estimates.some(({ currency }) => currency !== first.currency)) {
    return null;
  }
  const sum = (total: string | null, one: string) => (total === null ? null : moneyLess(total, moneyLess("0", one) ?? ""));
  const amount = group.estimates.map((one) => one.amount).reduce<string | null>(sum, "0");
  return amount === null ? null : { amount, currency: first.currency };
}

/** The product type whose form holds the first open question; null where it is one of the whole order. */
export function firstOpen(group: BasketGroup): string | null {
  for (const { field } of openQuestions(group)) {
    const key = field.startsWith("options.") ? field.slice("options.".length) : null;
    const product = group.options.find((one) => one.options.some((option) => option.key === key));
    if (key !== null && product !== undefined) {
      return product.productTypeId;
    }
  }
  return null;
}

export function problemFor(group: BasketGroup, field: string): string | null {
  return group.problems.find((problem) => problem.field === field)?.message ?? null;
}

const FIELD_WORDS: Record<string, string> = { market: "market", endUser: "end user", country: "country", reference: "reference" };

/** "market and end user" of what is still to be answered; options go by their labels. */
export function questionsInWords(group: BasketGroup): string {
  const words = openQuestions(group).map(({ field }) => {
    const key = field.startsWith("options.") ? field.slice("options.".length) : null;
    const option = group.options.flatMap((one) => one.options).find((one) => one.key === key);
    return option?.label.toLocaleLowerCase("en") ?? FIELD_WORDS[field] ?? field;
  });
  const unique = [...new Set(words)];
  const last = unique.at(-1) ?? "";
  return unique.length < 2 ? last : `${unique.slice(0, -1).join(", ")} and ${last}`;
}
