import { describe, expect, it } from "vitest";

import type { OrderState, OrderSummary } from "../../ipc";
import { bookedAdvice, outcomeOf, pendingDecision } from "./outcome";

const order = (patch: Partial<OrderSummary>): OrderSummary => ({
  reference: "OVAR", contractId: "C", contractName: "Legacy", backend: "legacy", kind: "order", what: "1 scene", amount: "654.22", currency: "EUR", confirmed: { amount: "654.220", currency: "EUR" },
  offer: null, state: { state: "placed" }, quotationId: null, salesOrderId: "SAL1", createdAt: "", changedAt: "", decisionPending: null, decisionUnknown: false, turnedUp: false, ...patch,
});
const plain = (text: string | undefined) => text?.replaceAll("\u00a0", " ");

describe("an order that was booked otherwise", () => {
  it("is one whose amount differs in any place, or whose currency does", () => {
    expect(bookedAdvice(order({}))).toBeNull();
    expect(plain(bookedAdvice(order({ amount: "654.2201" }))?.title)).toBe("The vendor booked 654.2201 EUR. You confirmed 654.22 EUR.");
    expect(plain(bookedAdvice(order({ currency: "USD" }))?.title)).toBe("The vendor booked 654.22 USD. You confirmed 654.22 EUR.");
  });

  it.each<OrderState["state"]>(["placed", "inProduction", "delivered", "cancelled"])("is told while it is %s", (state) => {
    expect(bookedAdvice(order({ amount: "1.00", state: { state } as OrderState }))?.text).toMatch(/SAL1.*Do not order it again/);
  });

  it("is not an offer that nobody has accepted", () => {
    expect(bookedAdvice(order({ amount: "1.00", state: { state: "quoted", expires: null } }))).toBeNull();
  });
});

describe("a decision that is under way", () => {
  it("is not called lost before its outcome is not known", () => {
    expect(pendingDecision(order({ decisionPending: "accept" }))?.title).toBe("Your acceptance is being sent");
    expect(pendingDecision(order({ decisionPending: "refuse", decisionUnknown: true }))?.title).toBe("Your refusal was sent, but its answer never came back");
    expect(pendingDecision(order({}))).toBeNull();
  });
});

it("a refusal is told with its reason, or without one", () => {
  expect(outcomeOf(order({ state: { state: "refused", reasonId: 5 } })).text).toBe("Nothing was bought. Reason given to the vendor: The licence does not fit.");
  expect(outcomeOf(order({ state: { state: "refused", reasonId: null } })).title).toBe("The quotation was refused");
});
