//! What happened to an order, in sentences: the state first, then what it means, then what comes next.
import type { OrderSummary } from "../../ipc";
import { formatMoney, formatUtcTime } from "../../shared/format";
import type { Tone } from "../../shared/ui";
import { bookedOtherwise } from "../review";
import { refusalReason } from "./orderStates";

export interface Outcome {
  tone: Tone;
  title: string;
  text: string;
}

export function outcomeOf(order: OrderSummary): Outcome {
  const money = formatMoney(order.amount, order.currency);
  const asked = order.kind === "quotation" && order.salesOrderId === null;
  const { state } = order;
  switch (state.state) {
    case "prepared":
      return {
        tone: "warn",
        title: "Nothing was sent",
        text: "It was written to the record, then the vendor could not be reached. Nothing left this computer and nothing was bought. Go back to the basket and send it when you are connected again.",
      };
    case "sending":
      return { tone: "info", title: "It is being sent", text: "Swath waits for the vendor's answer. You may leave this page; the answer is recorded all the same." };
    case "rejected":
      return { tone: "bad", title: asked ? "The vendor rejected the request" : "The vendor rejected the order: nothing was bought", text: state.message };
    case "unknown":
      return { tone: "warn", title: "The order was sent, but its answer never came back", text: "It may or may not have been placed. Please don't order it again." };
    case "notPlaced":
      return { tone: "plain", title: "It was not placed", text: `Nothing was bought. The record says: ${state.reason}` };
    case "quoted":
      return {
        tone: "warn",
        title: `The vendor offers it for ${money}`,
        text: state.expires === null ? "Accept it to order, or refuse it. Nothing is bought until you accept." : `Open until ${formatUtcTime(state.expires)}. Nothing is bought until you accept.`,
      };
    case "quotationExpired":
      return { tone: "plain", title: "The quotation has expired", text: "Nothing was bought. Ask again from the basket if you still need the scenes." };
    case "refused":
      return refusedOutcome(state.reasonId);
    case "placed":
      return { tone: "ok", title: `Ordered for ${money}`, text: `${confirmedAs(order)} It moves on by itself; its files appear in Deliveries when the vendor has made them.` };
    case "inProduction":
      return { tone: "info", title: "The vendor is making your files", text: `${confirmedAs(order)} They appear in Deliveries when they are done.` };
    case "delivered":
      return { tone: "ok", title: "Delivered", text: `${confirmedAs(order)} The files lie in the workspace; download them from Deliveries.` };
    case "cancelled":
      return { tone: "plain", title: "The vendor cancelled the order", text: `${confirmedAs(order)} Ask the vendor what was charged.` };
  }
}

/** What to do about an order that the vendor booked at another amount; null where it did not. */
export function bookedAdvice(order: OrderSummary): Outcome | null {
  const title = bookedOtherwise(order);
  return title === null
    ? null
    : { tone: "warn", title, text: `Call the vendor and name ${order.salesOrderId ?? order.reference}. Do not order it again: it is placed. Credit and limits count what was booked.` };
}

function refusedOutcome(reasonId: number | null): Outcome {
  const reason = refusalReason(reasonId);
  return reason === null
    ? { tone: "plain", title: "The quotation was refused", text: "Nothing was bought. The record names no reason." }
    : { tone: "plain", title: "You refused the quotation", text: `Nothing was bought. Reason given to the vendor: ${reason}.` };
}

function confirmedAs({ salesOrderId, quotationId }: OrderSummary): string {
  const id = salesOrderId ?? quotationId;
  return id === null ? "The vendor confirmed it." : `The vendor confirmed it as ${id}.`;
}

/** A decision on a quotation that is under way, or whose answer was lost: it must not be made again before it is known. */
export function pendingDecision(order: OrderSummary): Outcome | null {
  if (order.decisionPending === null) {
    return null;
  }
  const accepting = order.decisionPending === "accept";
  if (!order.decisionUnknown) {
    return {
      tone: "info",
      title: accepting ? "Your acceptance is being sent" : "Your refusal is being sent",
      text: "Swath waits for the vendor's answer. You may leave this page; the answer is recorded all the same.",
    };
  }
  return {
    tone: "warn",
    title: accepting ? "Your acceptance was sent, but its answer never came back" : "Your refusal was sent, but its answer never came back",
    text: accepting
      ? `The order may or may not have been made for ${formatMoney(order.amount, order.currency)}. Swath has not resent it and never will; it reads the quotation's state until it knows.`
      : "Swath has not resent it; it reads the quotation's state until it knows.",
  };
}
