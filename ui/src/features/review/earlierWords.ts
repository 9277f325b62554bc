// How an earlier order of the same ground stands, in words. The share is that of one scene over one area of the order, and
// never of the order as a whole.
import type { AlreadyOrdered, EarlierState } from "../../ipc";
import { formatMoneyExact, formatShareRound, formatUtcDate } from "../../shared/format";

const TITLES: Record<EarlierState, (where: string) => string> = {
  ordered: (where) => `You bought this scene over ${where}`,
  quoted: (where) => `A quotation for this scene over ${where} is still open`,
  unknown: (where) => `This scene may have been ordered over ${where}`,
  inWorkspace: (where) => `This scene over ${where} lies in your workspace`,
  underWay: (where) => `This scene is being ordered over ${where}`,
  sameOrder: (where) => `This order has this scene twice over ${where}`,
  elsewhere: (where) => `A colleague may have ordered this over ${where}`,
};

const STATES: Record<EarlierState, string> = {
  ordered: "ordered",
  quoted: "quotation open",
  unknown: "sent, outcome not known",
  inWorkspace: "in the workspace",
  underWay: "being ordered",
  sameOrder: "in this order twice",
  elsewhere: "in the vendor's list",
};

/** It speaks of one scene over one area: an order of several may hold others that are new. */
export function earlierTitle({ state, share }: AlreadyOrdered): string {
  return TITLES[state](Math.round(share) >= 100 ? "this area" : `${formatShareRound(share)} of this area`);
}

/** "Pléiades 1A, 26 Sep 2026": the record names the day as it is written in data. */
export function earlierScene({ scene }: AlreadyOrdered): string {
  const [, name, day] = /^(.*?),? (\d{4}-\d\d-\d\d)$/u.exec(scene) ?? [];
  return name === undefined || day === undefined ? scene : `${name}, ${formatUtcDate(day)}`;
}

export function earlierState({ state }: AlreadyOrdered): string {
  return STATES[state];
}

export function earlierCost({ amount, currency }: AlreadyOrdered): string {
  return amount === null ? "an amount that is not known" : formatMoneyExact(amount, currency);
}

export function earlierDate({ orderedAt }: AlreadyOrdered): string {
  return orderedAt === null ? "a day that is not known" : formatUtcDate(orderedAt);
}
