import { describe, expect, it } from "vitest";

import type { Offer, OrderSummary } from "../../ipc";
import { changedByVendor, differences, isAnother, knownOffer } from "./offers";

const first: Offer = { amount: "1285.45", currency: "EUR", discountPercent: null, version: 1, expires: "2026-12-07T23:59:00Z" };

const order = (patch: Partial<OrderSummary>): OrderSummary => ({
  reference: "LAGOS", contractId: "C", contractName: "Neo", backend: "neo", kind: "quotation", what: "1 scene", amount: "1285.45", currency: "EUR", confirmed: { amount: "1285.45", currency: "EUR" },
  offer: null, state: { state: "quoted", expires: "2026-12-07T23:59:00Z" }, quotationId: "QUO1", salesOrderId: null, createdAt: "", changedAt: "", decisionPending: null, decisionUnknown: false,
  turnedUp: false, ...patch,
});

describe("an offer", () => {
  it("is the same however its amount and time are written", () => {
    expect(isAnother(first, { ...first, amount: "1285.4500", expires: "2026-12-08T00:59:00+01:00" })).toBe(false);
  });

  it.each<Partial<Offer>>([{ amount: "1285.451" }, { currency: "USD" }, { version: 2 }, { expires: "2026-12-14T23:59:00Z" }, { expires: null }])("is another with %o", (patch) => {
    expect(isAnother(first, { ...first, ...patch })).toBe(true);
  });

  it("learning what was not known is no difference", () => {
    const was = knownOffer(order({}));
    expect(was).toMatchObject({ version: null, amount: "1285.45" });
    expect(isAnother(was, { ...first, discountPercent: "0" })).toBe(false);
    expect(differences(was, { ...first, amount: "1156.91" })).toEqual({ version: false, amount: true, discount: false, expires: false });
  });

  it("that is not what was asked for says so with both amounts", () => {
    const offer = { ...first, amount: "1156.91", version: 2 };
    expect(changedByVendor(order({ offer, amount: "1156.91" }))?.replaceAll("\u00a0", " ")).toBe("Changed by the vendor: 1,285.45 € → 1,156.91 € (version 2)");
    expect(changedByVendor(order({ offer: first }))).toBeNull();
    expect(changedByVendor(order({ offer, state: { state: "placed" } }))).toBeNull();
  });
});
