// The record of the in-memory twin: its orders, and how they move with the sandbox's clock.
import type { Act, JournalEvent, OrderDetail, OrderState } from "../bindings";
import { deliver, deliveriesOf } from "./deliveries";
import { pastOrders } from "./pastOrders";
import { cents, decimal } from "./prices";
import { switches } from "./switches";
import { emit, nowText, ok, refused, world } from "./world";

export const HOUR = 3_600_000;

/** An order, with the sandbox time at which it was placed; before that it does not move. */
export type Entry = { detail: OrderDetail; placedAt: number | null };

export const book: Entry[] = pastOrders(sandboxNow());
for (const { detail } of book) {
  const { state, reference, salesOrderId, what } = detail.summary;
  if (state.state === "delivered" && salesOrderId !== null) {
    deliver(reference, salesOrderId, what);
  }
}
let number = 26_000_142;

/** The vendor's next number, of an order or a quotation. */
export function nextNumber(): string {
  number += 1;
  return String(number);
}

export function sandboxNow(): number {
  return Date.parse(nowText());
}

export function missing(reference: string) {
  return refused("notFound", `There is no order ${reference} here.`);
}

export function find(reference: string): Entry | undefined {
  settle();
  return book.find((entry) => entry.detail.summary.reference === reference);
}

export function note(entry: Entry, event: JournalEvent): void {
  const { timeline } = entry.detail;
  timeline.push({ seq: (timeline.at(-1)?.seq ?? 100) + 1, at: nowText(), event });
}

export function step(entry: Entry, act: Act, event: "send" | "accepted" | "ambiguous" | "declaredPlaced" | "declaredNotPlaced", words: string | null = null): void {
  note(entry, { kind: "stepped", act, event, why: words === null ? null : { why: "words", text: words }, late: false });
}

function progressed(entry: Entry, progress: "quoted" | "expired" | "inProduction" | "delivered" | "placed"): void {
  note(entry, { kind: "progressed", progress, source: { source: "vendorList" } });
}

export function move(entry: Entry, state: OrderState): void {
  entry.detail.summary.state = state;
  entry.detail.summary.changedAt = nowText();
}

/** Lets every order be as far as the clock says. */
export function settle(): void {
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

export function place(entry: Entry): void {
  entry.placedAt = sandboxNow();
  spend(entry.detail.summary.contractId, entry.detail.summary.amount);
  move(entry, { state: "placed" });
  emit("connectionChanged", null);
}

export function bookOtherwise(entry: Entry): void {
  const { summary } = entry.detail;
  if (switches.otherwise) {
    const booked = { amount: "999999.99", currency: "USD" };
    Object.assign(summary, booked);
    note(entry, { kind: "booked", confirmed: summary.confirmed, booked });
  }
}

export function answer(entry: Entry) {
  emit("ordersChanged", { reference: entry.detail.summary.reference });
  return ok(entry.detail);
}
