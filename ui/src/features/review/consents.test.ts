import { describe, expect, it } from "vitest";

import type { AlreadyOrdered } from "../../ipc";
import { consentFor, heldReason, stillHeld } from "./consents";

const held = (reference: string, amount: string | null, mustAllow = true): AlreadyOrdered => ({
  sceneId: "scene", scene: "SPOT 6, 3 Mar 2026", areaName: "Area", sharedWith: null, share: 100, state: "ordered", reference, orderedAt: null, amount, currency: "EUR", mustAllow, restKm2: 0, rest: [],
});

describe("what was allowed to be bought again", () => {
  it("counts for the reference and the exact amount it names", () => {
    const consents = [{ reference: "A", amount: "500.00", reason: "second licence" }];
    expect(consentFor(held("A", "500.00"), consents)).toBe(consents[0]);
    expect(consentFor(held("A", "500.0"), consents)).toBeNull();
    expect(consentFor(held("B", "500.00"), consents)).toBeNull();
  });

  it("an entry without an amount is allowed by the empty text", () => {
    expect(consentFor(held("A", null), [{ reference: "A", amount: "", reason: "lost files" }])).not.toBeNull();
  });

  it("only what the record holds needs it", () => {
    expect(stillHeld([held("A", "1.00", false), held("B", "1.00")], [])).toHaveLength(1);
    expect(heldReason([held("A", "1.00", false)], [])).toBeNull();
    expect(heldReason([held("A", "1.00"), held("B", "1.00")], [])).toMatch(/^You have 2 parts of this already\./);
  });

  it("says that an order holds a scene twice where nothing else is asked", () => {
    const twice: AlreadyOrdered = { ...held("A", "1.00"), state: "sameOrder", sharedWith: "Other" };
    expect(heldReason([twice], [])).toMatch(/^This order has a scene twice/);
    expect(heldReason([twice, held("B", "1.00")], [])).toMatch(/^You have 2 parts/);
    expect(heldReason([twice], [{ reference: "A", amount: "1.00", reason: "two customers" }])).toBeNull();
  });
});
