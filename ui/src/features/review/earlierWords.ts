//! How an earlier order of the same ground stands, in words.
import type { AlreadyOrdered, EarlierState } from "../../ipc";
import { formatMoneyExact, formatUtcDate } from "../../shared/format";

const TITLES: Record<EarlierState, (share: string) => string> = {
  ordered: (share) => `You already own ${share} of this`,
  quoted: (share) => `A quotation for ${share} of this is still open`,
  unknown: (share) => `${share} of this may have been ordered already`,
  inWorkspace: (share) => `${share} of this already lies in your workspace`,
  underWay: (share) => `${share} of this is being ordered right now`,
  sameOrder: (share) => `${share} of this is in this order twice`,
  elsewhere: (share) => `${share} of this may have been ordered by a colleague`,
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

export function earlierTitle({ state, share }: AlreadyOrdered): string {
  return TITLES[state](`${String(Math.round(share))} %`);
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
