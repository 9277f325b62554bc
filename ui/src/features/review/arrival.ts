//! What happens on the page when an act that spends has its answer: it moves only the page that began it.
import type { RefObject } from "react";
import { useLocation } from "wouter";

import { presentError } from "../../errors";
import type { OrderSummary } from "../../ipc";
import { formatMoneyExact } from "../../shared/format";
import { elsewhere } from "../../shared/ui/toasts";
import { bookedOtherwise } from "./booked";
import { orderPath } from "./routeText";

/** What became of an order, in one sentence, for somebody who is doing something else by now. */
export function arrivalWords(order: OrderSummary): { message: string; warning: boolean } {
  const { reference, amount, currency } = order;
  const money = formatMoneyExact(amount, currency);
  const booked = bookedOtherwise(order);
  if (booked !== null) {
    return { message: `${reference}: ${booked}`, warning: true };
  }
  switch (order.state.state) {
    case "quoted":
      return { message: `${reference}: the vendor offers it for ${money}.`, warning: false };
    case "unknown":
      return { message: `${reference} was sent, but its answer never came back. Please don't order it again.`, warning: true };
    case "placed":
    case "inProduction":
    case "delivered":
      return { message: `${reference} is ordered for ${money}.`, warning: false };
    default:
      return { message: `${reference} has its answer.`, warning: false };
  }
}

type Arrival = { onSent: (order: OrderSummary) => void; onUnknown: () => void; onFailed: (error: unknown) => void };

/**
 * Where an act ends: `here` is called while the page that began it is still shown; else it is told, with a way to the
 * order. A failure is on that page already while it is shown; `begun` is where to begin anew when nothing was sent, as there
 * may be no order then.
 */
export function useArrival(reference: string, shown: RefObject<boolean>, here: (reference: string) => void, begun = orderPath(reference)): Arrival {
  const [, navigate] = useLocation();
  const tell = (message: string, warning: boolean, path = orderPath(reference)) => {
    elsewhere(
      message,
      () => {
        navigate(path);
      },
      warning,
    );
  };
  return {
    onSent: (order) => {
      if (shown.current) {
        here(order.reference);
      } else {
        const { message, warning } = arrivalWords(order);
        tell(message, warning);
      }
    },
    onUnknown: () => {
      if (shown.current) {
        here(reference);
      } else {
        tell(`${reference} was sent, but its answer never came back. Please don't order it again.`, true);
      }
    },
    onFailed: (error) => {
      if (!shown.current) {
        const { title, nothingWasSent } = presentError(error);
        tell(`${reference}: ${title}.`, true, nothingWasSent ? begun : orderPath(reference));
      }
    },
  };
}
