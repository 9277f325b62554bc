// Orders and quotations of the in-memory twin. States move with the sandbox's clock; the words "lost answer" in a
// reference make the answer get lost, so that the unknown page can be rehearsed.
import type { OrderDetail, OrderState, OrderSummary, Review, TimelineEntry } from "../bindings";
import type { Commands } from "../transport";
import { basket, cents, decimal, emptyGroup, hashOf, takeReview } from "./basket";
import { deliver, deliveriesOf } from "./deliveries";
import { pastOrders } from "./pastOrders";
import { emit, ok, refused, sleep, world } from "./world";

type Nouns =
  | "placeOrder" | "requestQuotation" | "listOrders" | "readOrder" | "refreshOrders" | "lookNow" | "declareNotPlaced" | "declarePlaced" | "orderAgain"
  | "searchOrders" | "exportQuotation" | "saveQuotation" | "openQuotation" | "acceptQuotation" | "refuseQuotation";

const HOUR = 3_600_000;
const REFUSALS = ["quote expired", "other imagery provider", "budget", "does not answer our needs", "licence does not fit", "to be modified", "other"];

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
  return Date.parse(world.connection.sandboxTime ?? new Date().toISOString());
}

function missing(reference: string) {
  return refused("notFound", `There is no order ${reference} here.`);
}

function find(reference: string): Entry | undefined {
  settle();
  return book.find((entry) => entry.detail.summary.reference === reference);
}

function note(entry: Entry, title: string, detail: string | null, tone: TimelineEntry["tone"]): void {
  entry.detail.timeline.push({ at: new Date().toISOString(), title, detail, tone });
}

function move(entry: Entry, state: OrderState): void {
  entry.detail.summary.state = state;
  entry.detail.summary.changedAt = new Date().toISOString();
}

/** Lets every order be as far as the clock says. */
function settle(): void {
  const now = sandboxNow();
  for (const entry of book) {
    const { summary } = entry.detail;
    if (summary.state.state === "quoted" && summary.state.expires !== null && Date.parse(summary.state.expires) < now) {
      move(entry, { state: "quotationExpired" });
      note(entry, "The quotation expired", null, "warn");
    }
    if (entry.placedAt !== null && summary.state.state === "placed" && now - entry.placedAt > 2 * HOUR) {
      move(entry, { state: "inProduction" });
      note(entry, "The vendor began production", null, "info");
    }
    if (entry.placedAt !== null && summary.state.state === "inProduction" && now - entry.placedAt > 20 * HOUR) {
      move(entry, { state: "delivered" });
      note(entry, "Delivered to the workspace", null, "ok");
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
  const at = new Date().toISOString();
  const drawn = Math.max(...group.items.map((item) => item.drawnKm2));
  const entry: Entry = {
    placedAt: null,
    detail: {
      summary: {
        reference: group.reference, contractId: group.contract.contractId, contractName: group.contract.name, backend: group.contract.backend, kind,
        what: `${[...new Set(group.items.map((item) => item.productTypeLabel))].join(", ")} · ${group.items.length === 1 ? "1 scene" : `${String(group.items.length)} scenes`} · ${drawn.toFixed(0)} km²`,
        amount: price.totalAmount, currency: price.currency, state: { state: "sending" }, quotationId: null, salesOrderId: null, createdAt: at, changedAt: at, decisionPending: null, turnedUp: false,
      },
      timeline: [],
      items: group.items.map((item) => ({ title: item.scene.platform, detail: `${item.scene.acquired.slice(0, 10)} · ${item.areaName} · ${item.productTypeLabel}` })),
      areaNames: [...new Set(group.items.map((item) => item.areaName))], drawnKm2: drawn, billedKm2: price.lines.reduce((sum, line) => sum + Number(line.areaKm2), 0).toFixed(1),
      body: review.body, byteCount: review.byteCount, sha256: review.sha256, endpoint: review.endpoint, workspace: review.workspace, deliveries: [],
    },
  };
  note(entry, `You confirmed ${price.totalAmount} ${price.currency}`, `${entry.detail.summary.what}; ${String(review.byteCount)} bytes`, "ok");
  note(entry, "Written to the record, then sent", `all ${String(review.byteCount)} bytes left this computer`, "ok");
  book.unshift(entry);
  return entry;
}

async function send(reviewId: string, confirmedAmount: string) {
  const review = takeReview(reviewId, confirmedAmount);
  if (review === undefined) {
    return refused("priceStale", "This review was already used, or the basket changed since.");
  }
  if (review === "mismatch") {
    return refused("confirmationMismatch", `You confirmed ${confirmedAmount}, the total is another.`);
  }
  const entry = enter(review);
  const { summary } = entry.detail;
  await sleep(500);
  emptyGroup(summary.contractId);
  number += 1;
  if (summary.reference.toLowerCase().includes("lost")) {
    move(entry, { state: "unknown", nextLook: new Date(Date.now() + 240_000).toISOString() });
    note(entry, "The connection was cut before an answer", "reset by the other side after 31.4 s", "warn");
  } else if (review.kind === "quotation") {
    summary.quotationId = `QUO${String(number)}`;
    move(entry, { state: "quoted", expires: new Date(sandboxNow() + 72 * HOUR).toISOString() });
    note(entry, `The vendor made quotation ${summary.quotationId}`, null, "ok");
  } else {
    summary.salesOrderId = `SAL${String(number)}`;
    place(entry);
    note(entry, `The vendor confirmed order ${summary.salesOrderId}`, null, "ok");
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
    return ok(book.map((entry) => entry.detail.summary));
  },
  lookNow: async (reference) => {
    await sleep(400);
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    note(entry, "Not in the workspace, not in the order list", "orders have appeared up to 48 h late", "info");
    entry.detail.summary.state = { state: "unknown", nextLook: new Date(Date.now() + 900_000).toISOString() };
    return answer(entry);
  },
  declareNotPlaced: (reference, reason) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    move(entry, { state: "notPlaced", reason });
    note(entry, "You said it was not placed", reason, "info");
    return answer(entry);
  },
  declarePlaced: (reference, vendorId) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    entry.detail.summary.salesOrderId = vendorId;
    place(entry);
    note(entry, `You said it was placed as ${vendorId}`, null, "info");
    return answer(entry);
  },
  orderAgain: (reference) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    note(entry, "You put it into the basket again", null, "warn");
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
  acceptQuotation: async (reference, confirmedAmount) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    if (cents(confirmedAmount) !== cents(entry.detail.summary.amount)) {
      return refused("confirmationMismatch", `You confirmed ${confirmedAmount}, the quotation says ${entry.detail.summary.amount}.`);
    }
    if (entry.detail.summary.state.state !== "quoted") {
      return refused("vendorRefused", "The quotation is not open any more.");
    }
    await sleep(400);
    number += 1;
    entry.detail.summary.salesOrderId = `SAL${String(number)}`;
    place(entry);
    note(entry, `You accepted ${entry.detail.summary.amount} ${entry.detail.summary.currency}`, `the vendor made order ${entry.detail.summary.salesOrderId}`, "ok");
    return answer(entry);
  },
  refuseQuotation: (reference, reasonId) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    move(entry, { state: "refused", reason: REFUSALS[reasonId - 1] ?? "other" });
    note(entry, "You refused the quotation", REFUSALS[reasonId - 1] ?? null, "info");
    return answer(entry);
  },
};
