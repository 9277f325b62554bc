// Orders and quotations of the in-memory twin. States move with the sandbox's clock; the words "lost answer" in a
// reference make the answer get lost, so that the unknown page can be rehearsed.
import { sameDecimal } from "../../shared/format";
import type { Act, Consent, JournalEvent, Offer, OrderDetail, OrderState, OrderSummary, Review } from "../bindings";
import type { Commands } from "../transport";
import { begin } from "./acts";
import { basket, cents, decimal, hashOf, heldOf, lockGroup, notAllowed, takeReview } from "./basket";
import { deliver, deliveriesOf } from "./deliveries";
import { HELD, pastOrders, REVISED } from "./pastOrders";
import { switches } from "./switches";
import { emit, nowText, ok, refused, sleep, world } from "./world";

type Nouns =
  | "placeOrder" | "requestQuotation" | "listOrders" | "readOrder" | "refreshOrders" | "followProblems" | "readQuotation" | "declareDecision" | "lookNow" | "declareNotPlaced" | "declarePlaced" | "orderAgain"
  | "searchOrders" | "exportQuotation" | "saveQuotation" | "openQuotation" | "acceptQuotation" | "refuseQuotation";

const HOUR = 3_600_000;
/** An order, with the sandbox time at which it was placed; before that it does not move. */
export type Entry = { detail: OrderDetail; placedAt: number | null };

const book: Entry[] = pastOrders(sandboxNow());
for (const { detail } of book) {
  const { state, reference, salesOrderId, what } = detail.summary;
  if (state.state === "delivered" && salesOrderId !== null) {
    deliver(reference, salesOrderId, what);
  }
}
let number = 26_000_142;

function sandboxNow(): number {
  return Date.parse(nowText());
}

function missing(reference: string) {
  return refused("notFound", `There is no order ${reference} here.`);
}

function find(reference: string): Entry | undefined {
  settle();
  return book.find((entry) => entry.detail.summary.reference === reference);
}

function note(entry: Entry, event: JournalEvent): void {
  const { timeline } = entry.detail;
  timeline.push({ seq: (timeline.at(-1)?.seq ?? 100) + 1, at: nowText(), event });
}

function step(entry: Entry, act: Act, event: "send" | "accepted" | "ambiguous" | "declaredPlaced" | "declaredNotPlaced", words: string | null = null): void {
  note(entry, { kind: "stepped", act, event, why: words === null ? null : { why: "words", text: words }, late: false });
}

function progressed(entry: Entry, progress: "quoted" | "expired" | "inProduction" | "delivered" | "placed"): void {
  note(entry, { kind: "progressed", progress, source: { source: "vendorList" } });
}

function move(entry: Entry, state: OrderState): void {
  entry.detail.summary.state = state;
  entry.detail.summary.changedAt = nowText();
}

/** Lets every order be as far as the clock says. */
function settle(): void {
  const now = sandboxNow();
  for (const entry of book) {
    const { summary } = entry.detail;
    if (summary.state.state === "quoted" && summary.state.expires !== null && Date.parse(summary.state.expires) < now) {
      move(entry, { state: "quotationExpired" });
      progressed(entry, "expired");
    }
    if (entry.placedAt !== null && summary.state.state === "placed" && now - entry.placedAt > 2 * HOUR) {
      move(entry, { state: "inProduction" });
      progressed(entry, "inProduction");
    }
    if (entry.placedAt !== null && summary.state.state === "inProduction" && now - entry.placedAt > 20 * HOUR) {
      move(entry, { state: "delivered" });
      progressed(entry, "delivered");
      deliver(summary.reference, summary.salesOrderId ?? "SAL26000001", summary.what);
    }
    entry.detail.deliveries = deliveriesOf(summary.reference);
  }
}

function spend(contractId: string, amount: string): void {
  const contract = world.contracts.find((one) => one.contractId === contractId);
  if (contract?.creditRemaining !== undefined && contract.creditRemaining !== null) {
    contract.creditRemaining = decimal(cents(contract.creditRemaining) - cents(amount));
  }
}

function enter(review: Review): Entry {
  const { group, price, kind } = review;
  const at = nowText();
  const drawn = Math.max(...group.items.map((item) => item.drawnKm2));
  const entry: Entry = {
    placedAt: null,
    detail: {
      summary: {
        reference: group.reference, contractId: group.contract.contractId, contractName: group.contract.name, backend: group.contract.backend, kind,
        what: `${[...new Set(group.items.map((item) => item.productTypeLabel))].join(", ")} · ${group.items.length === 1 ? "1 scene" : `${String(group.items.length)} scenes`} · ${drawn.toFixed(0)} km²`,
        amount: price.totalAmount, currency: price.currency, confirmed: { amount: price.totalAmount, currency: price.currency }, offer: null, state: { state: "sending" },
        quotationId: null, salesOrderId: null, createdAt: at, changedAt: at, decisionPending: null, decisionUnknown: false, turnedUp: false,
      },
      timeline: [],
      items: group.items.map((item) => ({ title: item.scene.platform, detail: `${item.scene.acquired.slice(0, 10)} · ${item.areaName} · ${item.productTypeLabel}` })),
      areaNames: [...new Set(group.items.map((item) => item.areaName))], drawnKm2: drawn, billedKm2: price.lines.reduce((sum, line) => sum + Number(line.areaKm2), 0).toFixed(1),
      body: review.body, byteCount: review.byteCount, sha256: review.sha256, endpoint: review.endpoint, workspace: review.workspace, deliveries: [],
    },
  };
  note(entry, {
    kind: "confirmed", act: kind, amount: price.totalAmount, currency: price.currency, contractId: group.contract.contractId, what: entry.detail.summary.what,
    byteCount: review.byteCount, sha256: review.sha256,
  });
  step(entry, kind, "send");
  book.unshift(entry);
  return entry;
}

async function send(reviewId: string, confirmedAmount: string, consents: Consent[]) {
  const review = takeReview(reviewId, confirmedAmount);
  if (review === undefined) {
    return refused("priceStale", "This review was already used, or the basket changed since.");
  }
  if (review === "mismatch") {
    return refused("confirmationMismatch", `You confirmed ${confirmedAmount}, the total is another.`);
  }
  if (switches.unreadable) {
    return refused("settingsUnreadable", "settings.json can't be read: expected a comma at line 4, column 3");
  }
  const held = notAllowed(heldOf(review.group), consents);
  if (held.length > 0) {
    return refused("alreadyHeld", "the record holds a scene of this over the same area", null, false, { about: "alreadyHeld", held });
  }
  const entry = enter(review);
  const { summary } = entry.detail;
  const unlock = lockGroup(review);
  emit("ordersChanged", { reference: summary.reference });
  await sleep(switches.slow ? 30_000 : 500);
  unlock();
  number += 1;
  if (summary.reference.toLowerCase().includes("lost")) {
    move(entry, { state: "unknown", nextLook: new Date(sandboxNow() + 240_000).toISOString() });
    note(entry, { kind: "stepped", act: review.kind, event: "ambiguous", why: { why: "connectionBroke", technical: "reset by the other side after 31.4 s" }, late: false });
  } else if (review.kind === "quotation") {
    summary.quotationId = `QUO${String(number)}`;
    const expires = new Date(sandboxNow() + 72 * HOUR).toISOString();
    summary.offer = { amount: summary.amount, currency: summary.currency, discountPercent: null, version: 1, expires };
    move(entry, { state: "quoted", expires });
    step(entry, "quotation", "accepted", summary.quotationId);
  } else {
    summary.salesOrderId = `SAL${String(number)}`;
    place(entry);
    step(entry, "order", "accepted", summary.salesOrderId);
    bookOtherwise(entry);
  }
  emit("ordersChanged", { reference: summary.reference });
  return ok(summary);
}

function place(entry: Entry): void {
  entry.placedAt = sandboxNow();
  spend(entry.detail.summary.contractId, entry.detail.summary.amount);
  move(entry, { state: "placed" });
  emit("connectionChanged", null);
}

function bookOtherwise(entry: Entry): void {
  const { summary } = entry.detail;
  if (switches.otherwise) {
    const booked = { amount: "999999.99", currency: "USD" };
    Object.assign(summary, booked);
    note(entry, { kind: "booked", confirmed: summary.confirmed, booked });
  }
}

/** The offer as the vendor has it, which the record may not know yet. */
function vendorsOffer({ detail: { summary } }: Entry): Offer {
  const expires = summary.state.state === "quoted" ? summary.state.expires : null;
  if (summary.reference === REVISED.reference && summary.offer?.version !== REVISED.offer.version) {
    return { ...REVISED.offer, expires: new Date(sandboxNow() + 168 * HOUR).toISOString() };
  }
  return summary.offer ?? { amount: summary.amount, currency: summary.currency, discountPercent: null, version: 1, expires };
}

/** Takes the vendor's offer over into the record; the one before, where they differ. */
function takeOffer(entry: Entry): { was: Offer | null; now: Offer } | null {
  const { summary } = entry.detail;
  const [was, now] = [summary.offer, vendorsOffer(entry)];
  if (was !== null && was.version === now.version && sameDecimal(was.amount, now.amount)) {
    return null;
  }
  Object.assign(summary, { offer: now, amount: now.amount, currency: now.currency });
  move(entry, { state: "quoted", expires: now.expires });
  note(entry, { kind: "offered", was, now });
  emit("ordersChanged", { reference: summary.reference });
  return { was, now };
}

function answer(entry: Entry) {
  emit("ordersChanged", { reference: entry.detail.summary.reference });
  return ok(entry.detail);
}

export const orders: Pick<Commands, Nouns> = {
  placeOrder: send,
  requestQuotation: send,
  listOrders: () => {
    settle();
    return ok(book.map((entry): OrderSummary => entry.detail.summary));
  },
  readOrder: (reference) => {
    const entry = find(reference);
    return entry === undefined ? missing(reference) : ok(entry.detail);
  },
  refreshOrders: async () => {
    await sleep(300);
    settle();
    return ok({ orders: book.map((entry) => entry.detail.summary), problems: unfollowed() });
  },
  followProblems: () => ok(unfollowed()),
  lookNow: async (reference) => {
    await sleep(400);
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    if (entry.detail.summary.decisionPending !== null) {
      note(entry, { kind: "looked", evidence: { evidence: "stillSent" } });
      return answer(entry);
    }
    note(entry, { kind: "looked", evidence: { evidence: "notInOrderList" } });
    entry.detail.summary.state = { state: "unknown", nextLook: new Date(sandboxNow() + 900_000).toISOString() };
    return answer(entry);
  },
  declareNotPlaced: (reference, reason) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    move(entry, { state: "notPlaced", reason });
    step(entry, entry.detail.summary.kind, "declaredNotPlaced", reason);
    return answer(entry);
  },
  declarePlaced: (reference, vendorId) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    entry.detail.summary.salesOrderId = vendorId;
    place(entry);
    step(entry, entry.detail.summary.kind, "declaredPlaced", vendorId);
    return answer(entry);
  },
  declareDecision: (reference, arrived, reason) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    const { summary } = entry.detail;
    const act = summary.decisionPending ?? "accept";
    step(entry, act, arrived ? "declaredPlaced" : "declaredNotPlaced", reason);
    Object.assign(summary, { decisionPending: null, decisionUnknown: false });
    if (arrived && act === "accept") {
      place(entry);
    } else if (arrived) {
      move(entry, { state: "refused", reasonId: 7 });
    }
    return answer(entry);
  },
  orderAgain: (reference) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    note(entry, { kind: "orderedAgain", asReference: `${reference}-2` });
    emit("ordersChanged", { reference });
    emit("basketChanged", null);
    return basket.readBasket();
  },
  searchOrders: async (contractId, text) => {
    await sleep(250);
    return ok(
      book
        .map((entry) => entry.detail.summary)
        .filter((one) => one.contractId === contractId && one.reference.toLowerCase().includes(text.trim().toLowerCase()))
        .map((one) => ({
          customerReference: one.reference, quotationId: one.quotationId, salesOrderId: one.salesOrderId, status: one.salesOrderId === null ? null : "IN_PROGRESS",
          quotationStatus: one.state.state === "quoted" ? "SENT" : null, amount: one.amount, currency: one.currency, created: one.createdAt, knownHere: true,
        })),
    );
  },
  exportQuotation: async (quotationId) => {
    await sleep(300);
    return ok({ quotationId, pages: [{ width: 595, height: 842 }, { width: 595, height: 842 }], byteCount: 48_213, sha256: hashOf(quotationId) });
  },
  saveQuotation: (quotationId) => ok(`/home/ana/Imagery/${quotationId}.pdf`),
  openQuotation: () => ok(null),
  readQuotation: async (reference) => {
    await sleep(600);
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    takeOffer(entry);
    return ok(entry.detail);
  },
  acceptQuotation: async (reference, confirmed, consents) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    const { summary } = entry.detail;
    const changed = takeOffer(entry);
    if (changed !== null || !sameDecimal(confirmed.amount, summary.amount) || confirmed.currency !== summary.currency) {
      return refused("offerChanged", "the vendor offers something else now", null, false, { about: "offerChanged", was: changed?.was ?? null, now: vendorsOffer(entry) });
    }
    if (summary.state.state !== "quoted") {
      return refused("vendorRefused", "The quotation is not open any more.");
    }
    const held = switches.held ? notAllowed([HELD], consents) : [];
    if (held.length > 0) {
      return refused("alreadyHeld", "the record holds a scene of this over the same area", null, false, { about: "alreadyHeld", held });
    }
    const end = begin("accept", reference, confirmed.amount, confirmed.currency);
    note(entry, { kind: "decided", act: "accept", quotationId: summary.quotationId ?? "", amount: confirmed.amount, currency: confirmed.currency, version: confirmed.version, reasonId: null });
    step(entry, "accept", "send");
    await sleep(switches.slow ? 30_000 : 400);
    end();
    number += 1;
    summary.salesOrderId = `SAL${String(number)}`;
    summary.confirmed = { amount: confirmed.amount, currency: confirmed.currency };
    place(entry);
    step(entry, "accept", "accepted", summary.salesOrderId);
    bookOtherwise(entry);
    return answer(entry);
  },
  refuseQuotation: (reference, reasonId) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    note(entry, { kind: "decided", act: "refuse", quotationId: entry.detail.summary.quotationId ?? "", amount: null, currency: null, version: null, reasonId });
    move(entry, { state: "refused", reasonId });
    step(entry, "refuse", "accepted");
    return answer(entry);
  },
};

function unfollowed() {
  return switches.unfollowed
    ? [
        { reference: "EVORA-2026-09-3XKD", contractId: "CTR22001001", contractName: "Hydrology", message: "The key in use can't see this contract." },
        { reference: null, contractId: "CTR22001001", contractName: "Hydrology", message: "The key in use can't see this contract." },
      ]
    : [];
}
