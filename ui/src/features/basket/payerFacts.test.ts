import { describe, expect, it } from "vitest";

import type { Contract, OrderSummary } from "../../ipc";
import { beingSpent, creditAfter, creditWords, notOffered } from "./payerFacts";

const contract = (contractId: string, more: Partial<Contract> = {}): Contract => ({
  contractId, name: contractId, backend: "legacy", currency: "EUR", creditRemaining: "12480.00", sellsArchive: true, ...more,
});

const order = (more: Partial<OrderSummary>): OrderSummary => ({
  reference: "R", contractId: "Hydrology", contractName: "Hydrology", backend: "legacy", kind: "order", what: "", amount: "6109.36", currency: "EUR",
  confirmed: { amount: "6109.36", currency: "EUR" }, offer: null, state: { state: "sending" }, quotationId: null, salesOrderId: null, createdAt: "", changedAt: "",
  decisionPending: null, decisionUnknown: false, turnedUp: false, ...more,
});

const HYDROLOGY = contract("Hydrology");

describe("what a contract has left", () => {
  it("is less what is being ordered or not known, and says so", () => {
    expect(creditWords(HYDROLOGY, [])).toEqual({ left: "12,480.00\u00a0€ left", note: null });
    const sending = order({});
    expect(creditWords(HYDROLOGY, [sending])).toEqual({ left: "6,370.64\u00a0€ left", note: "12,480.00\u00a0€, less 6,109.36\u00a0€ being ordered" });
    const unknown = order({ state: { state: "unknown", nextLook: null }, amount: "0.005" });
    expect(creditWords(HYDROLOGY, [unknown]).note).toMatch(/not known yet$/);
    expect(creditWords(HYDROLOGY, [sending, unknown]).note).toMatch(/being ordered or not known yet$/);
    expect(beingSpent(HYDROLOGY, [sending, unknown])).toBe("6109.365");
    expect(creditAfter(HYDROLOGY, [sending], "6370.64")).toBe("0");
    expect(creditWords(HYDROLOGY, [sending, sending, sending]).left).toBe("nothing left");
  });

  it("is not touched by what the vendor has booked, by requests for quotations, or by others", () => {
    for (const other of [
      { state: { state: "placed" } },
      { state: { state: "rejected", message: "" } },
      { kind: "quotation" },
      { contractId: "Coast" },
      { currency: "USD" },
      { kind: "quotation", state: { state: "quoted", expires: null }, decisionPending: "refuse" },
    ] as Partial<OrderSummary>[]) {
      expect(beingSpent(HYDROLOGY, [order(other)])).toBeNull();
    }
    const accepting = order({ kind: "quotation", state: { state: "quoted", expires: null }, decisionPending: "accept" });
    expect(beingSpent(HYDROLOGY, [accepting])).toBe("6109.36");
    expect(creditWords(contract("Hydrology", { creditRemaining: null }), [order({})])).toEqual({ left: "credit not said", note: null });
  });
});

describe("contracts that are not offered", () => {
  it("are named with the reason, those of one reason together", () => {
    const [neo, coastNeo] = [contract("Pléiades Neo", { backend: "neo" }), contract("Coast Neo", { backend: "neo" })];
    const tasking = contract("Tasking", { backend: "neo", sellsArchive: false });
    const all = [HYDROLOGY, contract("Coast"), neo, coastNeo, tasking];
    expect(notOffered(all, [HYDROLOGY])).toEqual(["Coast sells nothing of this product.", "Pléiades Neo and Coast Neo sell Pléiades Neo only.", "Tasking sells no scenes of the archive."]);
    expect(notOffered([neo, HYDROLOGY], [neo])).toEqual(["Hydrology sells SPOT and Pléiades only."]);
    expect(notOffered(all, all)).toEqual([]);
  });
});
