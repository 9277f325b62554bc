//! An order that the vendor booked at another amount than the person confirmed.
import type { OrderSummary } from "../../ipc";
import { formatMoneyExact, sameDecimal } from "../../shared/format";

const PLACED = new Set<OrderSummary["state"]["state"]>(["placed", "inProduction", "delivered", "cancelled"]);

/** "The vendor booked 999,999.99 USD. You confirmed 654.22 EUR."; null where it was booked as confirmed, or not yet. */
export function bookedOtherwise({ state, amount, currency, confirmed }: OrderSummary): string | null {
  if (!PLACED.has(state.state) || (currency === confirmed.currency && sameDecimal(amount, confirmed.amount))) {
    return null;
  }
  return `The vendor booked ${inCode(amount, currency)}. You confirmed ${inCode(confirmed.amount, confirmed.currency)}.`;
}

/** With the currency's code: two dollars may share a sign. */
function inCode(amount: string, currency: string): string {
  return `${formatMoneyExact(amount, null)}\u00a0${currency}`;
}
