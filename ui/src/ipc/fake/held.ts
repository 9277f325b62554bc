// What the in-memory twin's record holds of scenes that are ordered again.
import type { AlreadyOrdered, BasketGroup, Consent } from "../bindings";
import { switches } from "./switches";

const sceneWords = ({ platform, acquired }: BasketGroup["items"][number]["scene"]) => `${platform}, ${acquired.slice(0, 10)}`;

/** What the twin's record holds of a group's scenes, and what the group holds twice: its areas always share ground. */
export function heldOf(group: BasketGroup): AlreadyOrdered[] {
  const amount = group.price?.totalAmount ?? null;
  const twice = group.items.flatMap((item, place): AlreadyOrdered[] => {
    const before = group.items.slice(0, place).find(({ scene }) => scene.id === item.scene.id);
    return before === undefined
      ? []
      : [{
          sceneId: item.scene.id, scene: sceneWords(item.scene), areaName: item.areaName, sharedWith: before.areaName, share: 38, state: "sameOrder", reference: group.reference, orderedAt: null,
          amount, currency: group.price?.currency ?? null, mustAllow: true, restKm2: 0, rest: [],
        }];
  });
  const item = group.items[0];
  if (!switches.held || item === undefined) {
    return twice;
  }
  return [
    ...twice,
    {
      sceneId: item.scene.id, scene: sceneWords(item.scene), areaName: item.areaName, sharedWith: null, share: 100, state: "ordered", reference: "SADO-2026-09-W5RT", orderedAt: "2026-09-12T09:41:00Z", amount: "1565.60", currency: "EUR",
      mustAllow: true, restKm2: 0, rest: [],
    },
  ];
}

/** What of it nobody has allowed to buy again. */
export function notAllowed(held: AlreadyOrdered[], consents: Consent[]): AlreadyOrdered[] {
  return held.filter((one) => one.mustAllow && !consents.some((consent) => consent.reference === one.reference && consent.amount === one.amount && consent.reason.trim().length >= 5));
}
