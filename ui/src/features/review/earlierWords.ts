// How an earlier order of the same ground stands, in words. The share is that of one scene over one area of the order, and
// never of the order as a whole.
import type { AlreadyOrdered, EarlierState } from "../../ipc";
import { formatMoneyExact, formatShareRound, formatUtcDate, isolated } from "../../shared/format";

const TITLES: Record<EarlierState, (part: string) => string> = {
  ordered: (part) => `You already own ${part}`,
  quoted: (part) => `A quotation for ${part} is still open`,
  unknown: (part) => `You may have ordered ${part} already`,
  inWorkspace: (part) => `Your workspace already holds ${part}`,
  underWay: (part) => `An order for ${part} is being sent right now`,
  elsewhere: (part) => `A colleague may have ordered ${part}`,
};

const STATES: Record<EarlierState, string> = {
  ordered: "ordered",
  quoted: "quotation open",
  unknown: "sent, outcome not known",
  inWorkspace: "in the workspace",
  underWay: "being ordered",
  elsewhere: "in the vendor's list",
};

/** `You already own 100 % of PHR1B 6 May 2024 over Tagus`. */
export function earlierTitle(earlier: AlreadyOrdered): string {
  return TITLES[earlier.state](`${formatShareRound(earlier.share)} of ${earlierScene(earlier)}`);
}

/** One scene over one area. The vendor's list names no scene: there it is the area alone. */
function earlierScene({ state, scene, areaName }: AlreadyOrdered): string {
  return state === "elsewhere" ? isolated(areaName) : `${withDay(scene)} over ${isolated(areaName)}`;
}

/** `PHR1B 2024-05-06` with its day as days are written everywhere. */
export function withDay(scene: string): string {
  return scene.replace(/\d{4}-\d{2}-\d{2}/u, formatUtcDate);
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
