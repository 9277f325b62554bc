// Orders of the in-memory twin. States move with the sandbox's clock; the words "lost answer" in a reference make the
// answer get lost, so that the unknown page can be rehearsed.
import type { Consent, FollowProblem, OrderSummary, Review } from "../bindings";
import type { Commands } from "../transport";
import { basket, lockGroup, takeReview } from "./basket";
import { answer, book, bookOtherwise, find, HOUR, missing, move, nextNumber, note, place, sandboxNow, settle, step, type Entry } from "./book";
import { heldOf, notAllowed } from "./held";
import { switches } from "./switches";
import { emit, nowText, ok, refused, sleep, world } from "./world";

type Nouns =
  | "placeOrder" | "requestQuotation" | "listOrders" | "listUnreadableOrders" | "listOrderedScenes" | "readOrder" | "refreshOrders" | "followProblems" | "lookNow" | "declareNotPlaced" | "declarePlaced" | "orderAgain"
  | "searchOrders";

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
      body: review.body, byteCount: review.byteCount, sha256: review.sha256, endpoint: review.endpoint, licences: ["standard"], workspace: review.workspace, deliveries: [],
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
    return refused("settingsUnreadable", "Your settings cannot be read, because their file breaks off before its end, so that Swath does not know your limits.");
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
  if (summary.reference.toLowerCase().includes("lost")) {
    move(entry, { state: "unknown", nextLook: new Date(sandboxNow() + 240_000).toISOString() });
    note(entry, { kind: "stepped", act: review.kind, event: "ambiguous", why: { why: "connectionBroke", technical: "reset by the other side after 31.4 s" }, late: false });
  } else if (review.kind === "quotation") {
    summary.quotationId = `QUO${nextNumber()}`;
    const expires = new Date(sandboxNow() + 72 * HOUR).toISOString();
    summary.offer = { amount: summary.amount, currency: summary.currency, discountPercent: null, version: 1, expires };
    move(entry, { state: "quoted", expires });
    step(entry, "quotation", "accepted", summary.quotationId);
  } else {
    summary.salesOrderId = `SAL${nextNumber()}`;
    place(entry);
    step(entry, "order", "accepted", summary.salesOrderId);
    bookOtherwise(entry);
  }
  emit("ordersChanged", { reference: summary.reference });
  return ok(summary);
}

export const orders: Pick<Commands, Nouns> = {
  placeOrder: send,
  requestQuotation: send,
  listOrderedScenes: () => ok(world.ordered),
  listOrders: () => {
    settle();
    return ok(book.map((entry): OrderSummary => entry.detail.summary));
  },
  listUnreadableOrders: () => ok(switches.illegible ? [{ reference: "GUADIANA-2026-05-Q2ZL", why: "the amount is no number" }] : []),
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
};

function unfollowed(): FollowProblem[] {
  return switches.unfollowed
    ? [
        { reference: "EVORA-2026-09-3XKD", contractId: "CTR22001001", contractName: "Hydrology", message: "The key in use can't see this contract." },
        { reference: null, contractId: "CTR22001001", contractName: "Hydrology", message: "The key in use can't see this contract." },
      ]
    : [];
}
