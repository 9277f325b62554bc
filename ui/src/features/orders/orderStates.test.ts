import { describe, expect, it } from "vitest";

import type { OrderState, OrderSummary } from "../../ipc";
import { countHeaps, orderWords, selectOrders, stateWords, timeLeft } from "./orderStates";

const NOW = Date.parse("2026-11-23T12:00:00Z");

function order(reference: string, state: OrderState, changedAt = "2026-11-20T00:00:00Z"): OrderSummary {
  return {
    reference,
    contractId: "CTR26000001",
    contractName: "Pléiades Neo",
    backend: "neo",
    kind: "order",
    what: "Pléiades Neo · 1 scene · 61 km²",
    amount: "1311.50",
    currency: "EUR",
    confirmed: { amount: "1311.50", currency: "EUR" },
    offer: null,
    state,
    quotationId: null,
    salesOrderId: "SAL26000118",
    createdAt: "2026-11-19T00:00:00Z",
    changedAt,
    decisionPending: null,
    decisionUnknown: false,
    turnedUp: false,
  };
}

describe("order states", () => {
  it("a quotation says how long it stays open", () => {
    expect(stateWords({ state: "quoted", expires: "2026-11-26T23:59:00Z" }, NOW).label).toBe("quotation, 3 days left");
    expect(stateWords({ state: "quoted", expires: null }, NOW).label).toBe("quotation, waits for you");
  });

  it("time left is named in the largest fitting unit", () => {
    expect(timeLeft("2026-11-24T13:00:00Z", NOW)).toBe("1 day");
    expect(timeLeft("2026-11-23T17:30:00Z", NOW)).toBe("5 h");
    expect(timeLeft("2026-11-23T12:00:10Z", NOW)).toBe("1 min");
    expect(timeLeft("2026-11-23T11:00:00Z", NOW)).toBe("no time");
  });

  it("an unknown order lies on a heap of its own", () => {
    const counts = countHeaps([order("A", { state: "unknown", nextLook: null }), order("B", { state: "placed" })], NOW);
    expect(counts).toEqual({ waiting: 0, running: 1, delivered: 0, unknown: 1, ended: 0 });
  });
});

describe("a decision", () => {
  it.each([
    ["accept", false, "acceptance being sent", "running"],
    ["accept", true, "acceptance not known yet", "unknown"],
    ["refuse", true, "refusal not known yet", "unknown"],
  ] as const)("%s, not known: %s, is told before the quotation", (decisionPending, decisionUnknown, label, heap) => {
    expect(orderWords({ ...order("A", { state: "quoted", expires: null }), decisionPending, decisionUnknown }, NOW)).toMatchObject({ label, heap });
  });

  it("that was refused names the reason, where the record has one", () => {
    expect(stateWords({ state: "refused", reasonId: 3 }, NOW).label).toBe("refused: budget");
    expect(stateWords({ state: "refused", reasonId: null }, NOW).label).toBe("refused");
  });
});

describe("selecting orders", () => {
  const orders = [
    order("PORTO-2026-11-H2V9", { state: "placed" }, "2026-11-20T00:00:00Z"),
    order("DOURO-2026-11-B8QN", { state: "unknown", nextLook: null }, "2026-11-22T00:00:00Z"),
  ];

  it("the latest change comes first", () => {
    expect(selectOrders(orders, null, "", NOW).map((found) => found.reference)).toEqual(["DOURO-2026-11-B8QN", "PORTO-2026-11-H2V9"]);
  });

  it("every word has to match somewhere", () => {
    expect(selectOrders(orders, null, "porto neo", NOW)).toHaveLength(1);
    expect(selectOrders(orders, null, "porto spot", NOW)).toHaveLength(0);
    expect(selectOrders(orders, null, "sal26000118", NOW)).toHaveLength(2);
  });

  it("a heap keeps only its own", () => {
    expect(selectOrders(orders, "unknown", "", NOW).map((found) => found.reference)).toEqual(["DOURO-2026-11-B8QN"]);
  });
});
