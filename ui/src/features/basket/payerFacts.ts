//! What a contract can pay with, and why others are not offered.
import type { Contract, OrderSummary } from "../../ipc";
import { compareDecimals, formatMoney, moneyLess, moneySum } from "../../shared/format";

/** Whether an order costs what the vendor need not have taken off the credit yet. */
function isOpen({ kind, state, decisionPending }: OrderSummary): boolean {
  const sent = state.state === "sending" || state.state === "unknown";
  return decisionPending === "accept" || (kind === "order" && sent);
}

function openOrders(contract: Contract, orders: readonly OrderSummary[]): OrderSummary[] {
  return orders.filter((one) => one.contractId === contract.contractId && one.currency === contract.currency && isOpen(one));
}

/** What of a contract's credit is being spent at this moment or may have been; null where nothing is. */
export function beingSpent(contract: Contract, orders: readonly OrderSummary[]): string | null {
  const open = openOrders(contract, orders);
  return open.length === 0 ? null : moneySum(open.map((one) => one.amount));
}

export type CreditWords = { left: string; note: string | null };

/** "6,370.64 € left" and, while something is being ordered, "12,480.00 €, less 6,109.36 € being ordered". */
export function creditWords(contract: Contract, orders: readonly OrderSummary[]): CreditWords {
  const { creditRemaining, currency } = contract;
  const spending = beingSpent(contract, orders);
  if (creditRemaining === null) {
    return { left: "credit not said", note: null };
  }
  const left = spending === null ? null : moneyLess(creditRemaining, spending);
  if (spending === null || left === null) {
    return { left: `${formatMoney(creditRemaining, currency)} left`, note: null };
  }
  const open = openOrders(contract, orders);
  const doubtful = open.filter((one) => one.state.state === "unknown" || one.decisionUnknown).length;
  const why = doubtful === 0 ? "being ordered" : doubtful === open.length ? "not known yet" : "being ordered or not known yet";
  const over = (compareDecimals(left, "0") ?? 0) < 0;
  return {
    left: over ? "nothing left" : `${formatMoney(left, currency)} left`,
    note: `${formatMoney(creditRemaining, currency)}, less ${formatMoney(spending, currency)} ${why}`,
  };
}

/** What is left of a contract's credit once what is being ordered and `price` are paid; null where it isn't known. */
export function creditAfter(contract: Contract, orders: readonly OrderSummary[], price: string): string | null {
  const { creditRemaining } = contract;
  return creditRemaining === null ? null : moneyLess(moneyLess(creditRemaining, beingSpent(contract, orders) ?? "0") ?? creditRemaining, price);
}

const SELLS: Record<Contract["backend"], string> = { legacy: "SPOT and Pléiades", neo: "Pléiades Neo" };

/** Why the other contracts are not offered, a sentence a reason. */
export function notOffered(all: readonly Contract[], sellers: readonly Contract[]): string[] {
  const backend = sellers[0]?.backend;
  const others = all.filter((one) => !sellers.some((seller) => seller.contractId === one.contractId));
  const reasons = new Map<string, string[]>();
  for (const one of others) {
    const reason = one.sellsArchive === false ? "no scenes of the archive" : one.backend === backend ? "nothing of this product" : `${SELLS[one.backend]} only`;
    reasons.set(reason, [...(reasons.get(reason) ?? []), one.name]);
  }
  return [...reasons].map(([reason, names]) => `${listed(names)} ${names.length === 1 ? "sells" : "sell"} ${reason}.`);
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
