// What is being sent in the in-memory twin, as the basket shows it.
import type { BasketGroup, BasketItem, Price, UnderWay } from "../bindings";
import { bodyOf } from "./prices";
import { nowText } from "./world";

/** What of a group is being sent under its reference. */
export function underWayOf(group: BasketGroup, act: UnderWay["act"], price: Price, items: BasketItem[]): UnderWay {
  const byteCount = new TextEncoder().encode(bodyOf({ ...group, items })).length;
  return { reference: group.reference, act, amount: price.totalAmount, currency: price.currency, writtenAt: nowText(), entry: 1907, since: nowText(), byteCount, items, price };
}
