// What the in-memory twin's record holds of scenes that are ordered again.
import type { AlreadyOrdered, BasketGroup, Consent } from "../bindings";
import { switches } from "./switches";

/** What the twin's record holds of a group's scenes. */
export function heldOf(group: BasketGroup): AlreadyOrdered[] {
  const item = group.items[0];
  if (!switches.held || item === undefined) {
    return [];
  }
  const scene = `${item.scene.platform}, ${item.scene.acquired.slice(0, 10)}`;
  return [
    {
      scene, areaName: item.areaName, sharedWith: null, share: 100, state: "ordered", reference: "SADO-2026-09-W5RT", orderedAt: "2026-09-12T09:41:00Z", amount: "1565.60", currency: "EUR",
      mustAllow: true, restKm2: 0, rest: [],
    },
  ];
}

/** What of it nobody has allowed to buy again. */
export function notAllowed(held: AlreadyOrdered[], consents: Consent[]): AlreadyOrdered[] {
  return held.filter((one) => one.mustAllow && !consents.some((consent) => consent.reference === one.reference && consent.amount === one.amount && consent.reason.trim().length >= 5));
}
