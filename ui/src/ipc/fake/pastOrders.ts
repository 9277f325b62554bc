// The orders the in-memory twin begins with, one of every state an analyst meets.
import type { OrderDetail, OrderState, OrderSummary, TimelineEntry } from "../bindings";
import { hashOf } from "./basket";
import type { Entry } from "./orders";

const HOUR = 3_600_000;
const LEGACY = { contractId: "CTR22005241", contractName: "Pléiades & SPOT", backend: "legacy" } as const;
const NEO = { contractId: "CTR22005242", contractName: "Pléiades Neo", backend: "neo" } as const;

type Past = { reference: string; what: string; amount: string; state: OrderState; hoursAgo: number; contract: typeof LEGACY | typeof NEO; ids?: Partial<OrderSummary> };

/** `sandboxNow` in milliseconds: quotations expire by the sandbox's clock, own steps count by the computer's. */
export function pastOrders(sandboxNow: number): Entry[] {
  const past: Past[] = [
    {
      reference: "PORTO-2026-09-H2V9", what: "Pléiades Neo · 2 scenes · 118 km²", amount: "2537.00", hoursAgo: 2, contract: NEO,
      state: { state: "quoted", expires: new Date(sandboxNow + 82 * HOUR).toISOString() }, ids: { kind: "quotation", quotationId: "QUO26114547", createdAt: new Date(sandboxNow - 300 * HOUR).toISOString() },
    },
    { reference: "TAGUS-2026-07-K7M4", what: "Pléiades, SPOT · 2 scenes · 375 km²", amount: "6109.36", state: { state: "inProduction" }, hoursAgo: 5, contract: LEGACY, ids: { salesOrderId: "SAL26000118" } },
    {
      reference: "DOURO-2026-09-B8QN5RTC", what: "Pléiades · 1 scene · 40 km²", amount: "500.00", hoursAgo: 6, contract: LEGACY,
      state: { state: "unknown", nextLook: new Date(Date.now() + 4 * 60_000).toISOString() },
    },
    { reference: "EVORA-2026-09-3XKD", what: "Pléiades Neo · 1 scene · 61 km²", amount: "1311.50", state: { state: "placed" }, hoursAgo: 26, contract: NEO, ids: { salesOrderId: "SAL26000117", quotationId: "QUO26114530" } },
    { reference: "SADO-2026-09-W5RT", what: "SPOT · 1 scene · 412 km²", amount: "1565.60", state: { state: "delivered" }, hoursAgo: 30, contract: LEGACY, ids: { salesOrderId: "SAL26000110" } },
    { reference: "AVEIRO-2026-08-T7GC", what: "Pléiades Neo · 3 scenes · 240 km²", amount: "5160.00", state: { state: "refused", reason: "budget" }, hoursAgo: 800, contract: NEO, ids: { kind: "quotation", quotationId: "QUO26114401" } },
    { reference: "NAZARE-2026-07-M1HE", what: "Pléiades Neo · 1 scene · 25 km²", amount: "537.50", state: { state: "quotationExpired" }, hoursAgo: 1300, contract: NEO, ids: { kind: "quotation", quotationId: "QUO26114299" } },
    { reference: "BEJA-2026-06-C4ZD", what: "SPOT · 1 scene · 1,204 km²", amount: "4575.20", state: { state: "rejected", message: "The vendor answered 400: E2203 unknown licence." }, hoursAgo: 2000, contract: LEGACY },
  ];
  return past.map((one) => ({ detail: detailOf(one), placedAt: null }));
}

function detailOf(past: Past): OrderDetail {
  const at = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
  const body = JSON.stringify({ contractId: past.contract.contractId, customerReference: past.reference, items: [{ productTypeId: "archive", aoiId: 1 }] }, null, 2);
  const byteCount = new TextEncoder().encode(body).length;
  return {
    summary: {
      reference: past.reference, ...past.contract, kind: "order", what: past.what, amount: past.amount, currency: "EUR", state: past.state,
      quotationId: null, salesOrderId: null, createdAt: at(past.hoursAgo + 1), changedAt: at(past.hoursAgo), decisionPending: null, turnedUp: false, ...past.ids,
    },
    timeline: timelineOf(past, at(past.hoursAgo + 1), at(past.hoursAgo), byteCount),
    items: [{ title: past.what.split(" · ")[0] ?? past.what, detail: "28 Jun 2026 · Tagus estuary · ortho, pansharpened" }],
    areaNames: ["Tagus estuary, east bank"], drawnKm2: 118, billedKm2: "118.0", body, byteCount, sha256: hashOf(body),
    endpoint: "https://order.api.oneatlas.airbus.com/api/v1/orders", workspace: "7f0c1d2e-91ab", deliveries: [],
  };
}

function timelineOf(past: Past, sent: string, changed: string, byteCount: number): TimelineEntry[] {
  const entries: TimelineEntry[] = [
    { at: sent, title: `You confirmed ${past.amount} EUR`, detail: `${past.what}; ${String(byteCount)} bytes`, tone: "ok" },
    { at: sent, title: "Written to the record, then sent", detail: `all ${String(byteCount)} bytes left this computer`, tone: "ok" },
  ];
  if (past.state.state === "unknown") {
    return [
      ...entries,
      { at: sent, title: "The connection was cut before an answer", detail: "reset by the other side after 31.4 s", tone: "warn" },
      { at: changed, title: "Credit is unchanged: 12,480.00 € before and after", detail: "speaks for “not placed”, but credit may be booked later", tone: "info" },
      { at: changed, title: "Not in the workspace, not in the order list", detail: "looked 9 times; orders have appeared up to 48 h late", tone: "info" },
    ];
  }
  if (past.state.state === "rejected") {
    return [...entries, { at: changed, title: "The vendor rejected it", detail: past.state.message, tone: "bad" }];
  }
  return [...entries, { at: changed, title: "The vendor answered", detail: past.ids?.salesOrderId ?? past.ids?.quotationId ?? null, tone: "ok" }];
}
