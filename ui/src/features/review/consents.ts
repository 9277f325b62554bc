//! What a person allowed to be bought again, each entry by its own word.
import { useState } from "react";

import type { AlreadyOrdered, Consent } from "../../ipc";

/** A reason shorter than this says nothing. */
export const LEAST_REASON = 5;

/** The part of an entry that a consent names, word for word as the record gave it. */
const namesOf = ({ reference, amount }: AlreadyOrdered) => ({ reference, amount: amount ?? "" });

/** The consent that lets an entry be bought again; none while nobody gave it, or when it speaks of another amount. */
export function consentFor(held: AlreadyOrdered, consents: readonly Consent[]): Consent | null {
  const names = namesOf(held);
  return consents.find((one) => one.reference === names.reference && one.amount === names.amount) ?? null;
}

/** Entries of the record that nobody has allowed to be bought again yet. */
export function stillHeld(held: readonly AlreadyOrdered[], consents: readonly Consent[]): AlreadyOrdered[] {
  return held.filter((one) => one.mustAllow && consentFor(one, consents) === null);
}

/** Why it can't be sent yet, for the place beside the button; null once everything is allowed. */
export function heldReason(held: readonly AlreadyOrdered[], consents: readonly Consent[]): string | null {
  const open = stillHeld(held, consents);
  const { length } = open;
  if (length > 0 && open.every(({ state }) => state === "sameOrder")) {
    return "This order has a scene twice over the same ground. Say that both are wanted, or take one out of the basket.";
  }
  return length === 0 ? null : `You have ${length === 1 ? "a part of this" : `${String(length)} parts of this`} already. Say for each entry that it is to be bought again, or leave it.`;
}

export type Consents = {
  given: Consent[];
  allow: (held: AlreadyOrdered, reason: string) => void;
  takeBack: (held: AlreadyOrdered) => void;
};

/** The consents of one confirmation; they end with it. */
export function useConsents(): Consents {
  const [given, setGiven] = useState<Consent[]>([]);
  const takeBack = (held: AlreadyOrdered) => {
    setGiven((before) => before.filter((one) => one !== consentFor(held, before)));
  };
  return {
    given,
    takeBack,
    allow: (held, reason) => {
      setGiven((before) => [...before.filter((one) => one !== consentFor(held, before)), { ...namesOf(held), reason: reason.trim() }]);
    },
  };
}
