// The orders the in-memory twin begins with, one of every state an analyst meets.
import type { AlreadyOrdered, JournalEvent, Offer, OrderDetail, OrderState, OrderSummary, TimelineEntry } from "../bindings";
import type { Entry } from "./book";
import { hashOf } from "./prices";

const HOUR = 3_600_000;
const LEGACY = { contractId: "CTR22005241", contractName: "Pléiades & SPOT", backend: "legacy" } as const;
const NEO = { contractId: "CTR22005242", contractName: "Pléiades Neo", backend: "neo" } as const;

/** A quotation that the vendor has revised: the record learns it when it is read. */
export const REVISED: { reference: string; offer: Offer } = {
  reference: "LAGOS-2026-09-R4VD",
  offer: { amount: "1156.91", currency: "EUR", discountPercent: "10", version: 2, expires: null },
};

/** What the record holds of a quotation's scenes, where it is told to. */
export const HELD: AlreadyOrdered = {
  sceneId: "past", scene: "Pléiades Neo 3, 11 Apr 2026", areaName: "Porto, lower Douro", sharedWith: null, share: 100, state: "ordered", reference: "EVORA-2026-09-3XKD", orderedAt: "2026-09-12T09:41:00Z",
  amount: "1311.50", currency: "EUR", mustAllow: true, restKm2: 0, rest: [],
};

type Past = {
  reference: string;
  what: string;
  amount: string;
  state: OrderState;
  hoursAgo: number;
  contract: typeof LEGACY | typeof NEO;
  ids?: Partial<OrderSummary>;
  events?: JournalEvent[];
};

/** `sandboxNow` in milliseconds. */
export function pastOrders(sandboxNow: number): Entry[] {
  const before = (hours: number) => new Date(sandboxNow - hours * HOUR).toISOString();
  const offer = (amount: string, expires: string): Offer => ({ amount, currency: "EUR", discountPercent: null, version: 1, expires });
  const [soon, later] = [new Date(sandboxNow + 82 * HOUR).toISOString(), new Date(sandboxNow + 60 * HOUR).toISOString()];
  const past: Past[] = [
    {
      reference: "PORTO-2026-09-H2V9", what: "Pléiades Neo · 2 scenes · 118 km²", amount: "2537.00", hoursAgo: 2, contract: NEO, state: { state: "quoted", expires: soon },
      ids: { kind: "quotation", quotationId: "QUO26114547", createdAt: before(300), offer: offer("2537.00", soon) },
    },
    {
      reference: REVISED.reference, what: "Pléiades Neo · 1 scene · 60 km²", amount: "1285.45", hoursAgo: 3, contract: NEO, state: { state: "quoted", expires: later },
      ids: { kind: "quotation", quotationId: "QUO26115031", createdAt: before(108), offer: offer("1285.45", later) },
    },
    { reference: "TAGUS-2026-07-K7M4", what: "Pléiades, SPOT · 2 scenes · 375 km²", amount: "6109.36", state: { state: "inProduction" }, hoursAgo: 5, contract: LEGACY, ids: { salesOrderId: "SAL26000118" } },
    {
      reference: "DOURO-2026-09-B8QN5RTC", what: "Pléiades · 1 scene · 40 km²", amount: "500.00", hoursAgo: 6, contract: LEGACY,
      state: { state: "unknown", nextLook: new Date(sandboxNow + 4 * 60_000).toISOString() },
      events: [
        { kind: "stepped", act: "order", event: "ambiguous", why: { why: "connectionBroke", technical: "reset by the other side after 31.4 s" }, late: false },
        { kind: "looked", evidence: { evidence: "notInWorkspace", creditBefore: "12480.00", creditAfter: "12480.00", currency: "EUR" } },
        { kind: "looked", evidence: { evidence: "notInOrderList" } },
      ],
    },
    {
      reference: "SINES-2026-09-D3KL", what: "Pléiades Neo · 1 scene · 33 km²", amount: "709.50", hoursAgo: 7, contract: NEO, state: { state: "quoted", expires: soon },
      ids: { kind: "quotation", quotationId: "QUO26114960", createdAt: before(50), offer: offer("709.50", soon), decisionPending: "accept", decisionUnknown: true },
      events: [
        { kind: "stepped", act: "quotation", event: "accepted", why: { why: "words", text: "QUO26114960" }, late: false },
        { kind: "decided", act: "accept", quotationId: "QUO26114960", amount: "709.50", currency: "EUR", version: 1, reasonId: null },
        { kind: "stepped", act: "accept", event: "send", why: null, late: false },
        { kind: "stepped", act: "accept", event: "ambiguous", why: { why: "noAnswerYet", seconds: 600 }, late: false },
        { kind: "looked", evidence: { evidence: "stillSent" } },
      ],
    },
    {
      reference: "OVAR-2026-09-X1PT", what: "Pléiades · 1 scene · 52 km²", amount: "654.22", hoursAgo: 9, contract: LEGACY, state: { state: "placed" },
      ids: { salesOrderId: "SAL26000121", amount: "999999.99", currency: "USD" },
      events: [
        { kind: "stepped", act: "order", event: "accepted", why: { why: "words", text: "SAL26000121" }, late: false },
        { kind: "booked", confirmed: { amount: "654.22", currency: "EUR" }, booked: { amount: "999999.99", currency: "USD" } },
      ],
    },
    { reference: "EVORA-2026-09-3XKD", what: "Pléiades Neo · 1 scene · 61 km²", amount: "1311.50", state: { state: "placed" }, hoursAgo: 26, contract: NEO, ids: { salesOrderId: "SAL26000117", quotationId: "QUO26114530" } },
    { reference: "SADO-2026-09-W5RT", what: "SPOT · 1 scene · 412 km²", amount: "1565.60", state: { state: "delivered" }, hoursAgo: 30, contract: LEGACY, ids: { salesOrderId: "SAL26000110" } },
    { reference: "AVEIRO-2026-08-T7GC", what: "Pléiades Neo · 3 scenes · 240 km²", amount: "5160.00", state: { state: "refused", reasonId: 3 }, hoursAgo: 800, contract: NEO, ids: { kind: "quotation", quotationId: "QUO26114401" } },
    { reference: "NAZARE-2026-07-M1HE", what: "Pléiades Neo · 1 scene · 25 km²", amount: "537.50", state: { state: "quotationExpired" }, hoursAgo: 1300, contract: NEO, ids: { kind: "quotation", quotationId: "QUO26114299" } },
    { reference: "BEJA-2026-06-C4ZD", what: "SPOT · 1 scene · 1,204 km²", amount: "4575.20", state: { state: "rejected", message: "The vendor answered 400: E2203 unknown licence." }, hoursAgo: 2000, contract: LEGACY },
  ];
  return past.map((one) => ({ detail: detailOf(one, sandboxNow), placedAt: null }));
}

function detailOf(past: Past, sandboxNow: number): OrderDetail {
  const at = (hours: number) => new Date(sandboxNow - hours * HOUR).toISOString();
  const body = JSON.stringify({ contractId: past.contract.contractId, customerReference: past.reference, items: [{ productTypeId: "archive", aoiId: 1 }] }, null, 2);
  const byteCount = new TextEncoder().encode(body).length;
  const sha256 = hashOf(body);
  return {
    summary: {
      reference: past.reference, ...past.contract, kind: "order", what: past.what, amount: past.amount, currency: "EUR", confirmed: { amount: past.amount, currency: "EUR" }, offer: null,
      state: past.state, quotationId: null, salesOrderId: null, createdAt: at(past.hoursAgo + 1), changedAt: at(past.hoursAgo), decisionPending: null, decisionUnknown: false, turnedUp: false,
      ...past.ids,
    },
    timeline: timelineOf(past, at(past.hoursAgo + 1), at(past.hoursAgo), byteCount, sha256),
    items: [{ title: past.what.split(" · ")[0] ?? past.what, detail: "28 Jun 2026 · Tagus estuary · ortho, pansharpened" }],
    areaNames: ["Tagus estuary, east bank"], drawnKm2: 118, billedKm2: "118.0", body, byteCount, sha256,
    endpoint: "https://order.api.oneatlas.airbus.com/api/v1/orders", licences: ["standard"], workspace: "7f0c1d2e-91ab", deliveries: [],
  };
}

function timelineOf(past: Past, sent: string, changed: string, byteCount: number, sha256: string): TimelineEntry[] {
  const act = past.ids?.kind ?? "order";
  const answered: JournalEvent =
    past.state.state === "rejected"
      ? { kind: "stepped", act, event: "refused", why: { why: "words", text: past.state.message }, late: false }
      : { kind: "stepped", act, event: "accepted", why: { why: "words", text: past.ids?.salesOrderId ?? past.ids?.quotationId ?? "" }, late: false };
  const first: JournalEvent[] = [
    { kind: "confirmed", act, amount: past.amount, currency: "EUR", contractId: past.contract.contractId, what: past.what, byteCount, sha256 },
    { kind: "stepped", act, event: "send", why: null, late: false },
  ];
  return [...first, ...(past.events ?? [answered])].map((event, index) => ({ seq: 1800 + index, at: index < first.length ? sent : changed, event }));
}
