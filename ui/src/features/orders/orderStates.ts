//! The states of an order as an analyst speaks of them: a short label, a tone, and the heap it lies on.
import type { OrderState, OrderSummary } from "../../ipc";
import type { Tone } from "../../shared/ui";

export type Heap = "waiting" | "running" | "delivered" | "unknown" | "ended";

export interface StateWords {
  label: string;
  tone: Tone;
  heap: Heap;
}

const DAY = 86_400_000;

/** `now` counts the days a quotation has left; in the sandbox it is the sandbox's clock. */
export function stateWords(state: OrderState, now: number): StateWords {
  switch (state.state) {
    case "prepared":
      return { label: "prepared, not sent", tone: "warn", heap: "waiting" };
    case "sending":
      return { label: "being sent", tone: "info", heap: "running" };
    case "rejected":
      return { label: "rejected by the vendor", tone: "bad", heap: "ended" };
    case "unknown":
      return { label: "not known yet", tone: "warn", heap: "unknown" };
    case "notPlaced":
      return { label: "not placed", tone: "plain", heap: "ended" };
    case "quoted":
      return { label: quotedLabel(state.expires, now), tone: "warn", heap: "waiting" };
    case "quotationExpired":
      return { label: "quotation expired", tone: "plain", heap: "ended" };
    case "refused":
      return { label: refusedLabel(state.reasonId), tone: "plain", heap: "ended" };
    case "placed":
      return { label: "placed", tone: "info", heap: "running" };
    case "inProduction":
      return { label: "in production", tone: "info", heap: "running" };
    case "delivered":
      return { label: "delivered", tone: "ok", heap: "delivered" };
    case "cancelled":
      return { label: "cancelled", tone: "plain", heap: "ended" };
  }
}

/** The same of a whole order: a decision that is under way, or not known, says more than the quotation it is about. */
export function orderWords({ state, decisionPending, decisionUnknown }: OrderSummary, now: number): StateWords {
  if (decisionPending === null) {
    return stateWords(state, now);
  }
  const decision = decisionPending === "accept" ? "acceptance" : "refusal";
  return decisionUnknown ? { label: `${decision} not known yet`, tone: "warn", heap: "unknown" } : { label: `${decision} being sent`, tone: "info", heap: "running" };
}

function quotedLabel(expires: string | null, now: number): string {
  return expires === null ? "quotation, waits for you" : `quotation, ${timeLeft(expires, now)} left`;
}

function refusedLabel(reasonId: number | null): string {
  const reason = REFUSAL_REASONS.find(({ id }) => id === reasonId);
  return reason === undefined ? "refused" : `refused: ${reason.short}`;
}

/** "3 days", "1 day", "5 h", "20 min"; "no time" once it has passed. */
export function timeLeft(until: string, now: number): string {
  const left = Date.parse(until) - now;
  if (!(left > 0)) {
    return "no time";
  }
  if (left >= DAY) {
    const days = Math.floor(left / DAY);
    return days === 1 ? "1 day" : `${String(days)} days`;
  }
  const hours = Math.floor(left / 3_600_000);
  return hours >= 1 ? `${String(hours)} h` : `${String(Math.max(1, Math.floor(left / 60_000)))} min`;
}

export const HEAPS: readonly { heap: Heap; label: string }[] = [
  { heap: "waiting", label: "Waits for you" },
  { heap: "running", label: "Running" },
  { heap: "delivered", label: "Delivered" },
  { heap: "unknown", label: "Not known" },
  { heap: "ended", label: "Refused, expired" },
];

export function countHeaps(orders: readonly OrderSummary[], now: number): Record<Heap, number> {
  const counts: Record<Heap, number> = { waiting: 0, running: 0, delivered: 0, unknown: 0, ended: 0 };
  for (const order of orders) {
    counts[orderWords(order, now).heap] += 1;
  }
  return counts;
}

/** The orders of one heap (or of all) that carry every word of the text, the latest change first. */
export function selectOrders(orders: readonly OrderSummary[], heap: Heap | null, text: string, now: number): OrderSummary[] {
  const words = text.toLocaleLowerCase("en").split(/\s+/u).filter(Boolean);
  return orders
    .filter((order) => heap === null || orderWords(order, now).heap === heap)
    .filter((order) => {
      const haystack = searchable(order, now);
      return words.every((word) => haystack.includes(word));
    })
    .sort((a, b) => Date.parse(b.changedAt) - Date.parse(a.changedAt));
}

function searchable(order: OrderSummary, now: number): string {
  const { reference, what, contractName, quotationId, salesOrderId, amount } = order;
  return [reference, what, contractName, quotationId ?? "", salesOrderId ?? "", amount, orderWords(order, now).label]
    .join(" ")
    .toLocaleLowerCase("en");
}

/** The vendor's seven reasons for refusing a quotation, by its own numbers. */
export const REFUSAL_REASONS: readonly { id: number; label: string; short: string }[] = [
  { id: 1, label: "The quotation has expired", short: "expired" },
  { id: 2, label: "We chose another imagery provider", short: "other provider" },
  { id: 3, label: "The budget doesn't allow it", short: "budget" },
  { id: 4, label: "The proposal does not answer our needs", short: "needs" },
  { id: 5, label: "The licence does not fit", short: "licence" },
  { id: 6, label: "The request must be modified", short: "to be modified" },
  { id: 7, label: "Another reason", short: "other reason" },
];

/** A reason by its number, as it is told; `null` of one that nobody here knows. */
export function refusalReason(reasonId: number | null): string | null {
  return REFUSAL_REASONS.find(({ id }) => id === reasonId)?.label ?? null;
}
