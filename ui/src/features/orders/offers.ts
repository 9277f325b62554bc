//! What the vendor offers under a quotation, and how it differs from what was known.
import type { Offer, OrderDetail, OrderSummary } from "../../ipc";
import { formatMoneyExact, sameDecimal } from "../../shared/format";

/** The offer as this order's record has it now; before the vendor was asked, what was confirmed when it was asked for. */
export function knownOffer(order: OrderSummary): Offer {
  const expires = order.state.state === "quoted" ? order.state.expires : null;
  return order.offer ?? { amount: order.amount, currency: order.currency, discountPercent: null, version: null, expires };
}

export type OfferDifferences = { version: boolean; amount: boolean; discount: boolean; expires: boolean };

/** What of an offer is another than before. What was not known before is no difference. */
export function differences(was: Offer, now: Offer): OfferDifferences {
  const changed = <T>(before: T | null, after: T | null, same: (a: T, b: T) => boolean) => before !== null && (after === null || !same(before, after));
  return {
    version: changed(was.version, now.version, Object.is),
    amount: was.currency !== now.currency || !sameDecimal(was.amount, now.amount),
    discount: changed(was.discountPercent, now.discountPercent, sameDecimal),
    expires: changed(was.expires, now.expires, (a, b) => Date.parse(a) === Date.parse(b)),
  };
}

/** Whether a person who agreed to the one has agreed to the other. */
export function isAnother(was: Offer, now: Offer): boolean {
  return Object.values(differences(was, now)).some(Boolean);
}

/** "Changed by the vendor: 1,285.45 € → 1,156.91 € (version 2)", where an open quotation is no longer what was asked for. */
export function changedByVendor({ state, confirmed, offer }: OrderSummary): string | null {
  if (state.state !== "quoted" || offer === null || (confirmed.currency === offer.currency && sameDecimal(confirmed.amount, offer.amount))) {
    return null;
  }
  const version = offer.version === null ? "" : ` (version ${String(offer.version)})`;
  return `Changed by the vendor: ${formatMoneyExact(confirmed.amount, confirmed.currency)} → ${formatMoneyExact(offer.amount, offer.currency)}${version}`;
}

/** Since when the present version is known, RFC 3339. */
export function offeredAt({ summary, timeline }: OrderDetail): string {
  const offered = timeline.filter(({ event }) => event.kind === "offered").at(-1);
  return offered?.at ?? summary.createdAt;
}

/** When the record learned of a version, RFC 3339; null where it does not say. */
export function versionSince({ timeline }: OrderDetail, version: number): string | null {
  return timeline.find(({ event }) => event.kind === "offered" && event.now.version === version)?.at ?? null;
}
