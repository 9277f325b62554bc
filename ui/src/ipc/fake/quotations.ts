// Quotations of the in-memory twin, and the decisions on them.
import { sameDecimal } from "../../shared/format";
import type { Offer } from "../bindings";
import type { Commands } from "../transport";
import { begin } from "./acts";
import { answer, book, bookOtherwise, find, missing, move, nextNumber, note, place, sandboxNow, step, HOUR, type Entry } from "./book";
import { notAllowed } from "./held";
import { HELD, REVISED } from "./pastOrders";
import { hashOf } from "./prices";
import { switches } from "./switches";
import { emit, ok, refused, sleep } from "./world";

type Nouns = "readQuotation" | "acceptQuotation" | "refuseQuotation" | "declareDecision" | "exportQuotation" | "saveQuotation" | "openQuotation";

/** The offer as the vendor has it, which the record may not know yet. */
function vendorsOffer({ detail: { summary } }: Entry): Offer {
  const expires = summary.state.state === "quoted" ? summary.state.expires : null;
  if (summary.reference === REVISED.reference && summary.offer?.version !== REVISED.offer.version) {
    return { ...REVISED.offer, expires: new Date(sandboxNow() + 168 * HOUR).toISOString() };
  }
  return summary.offer ?? { amount: summary.amount, currency: summary.currency, discountPercent: null, version: 1, expires };
}

/** Takes the vendor's offer over into the record; the one before, where they differ. */
function takeOffer(entry: Entry): { was: Offer | null; now: Offer } | null {
  const { summary } = entry.detail;
  const [was, now] = [summary.offer, vendorsOffer(entry)];
  if (was !== null && was.version === now.version && sameDecimal(was.amount, now.amount)) {
    return null;
  }
  Object.assign(summary, { offer: now, amount: now.amount, currency: now.currency });
  move(entry, { state: "quoted", expires: now.expires });
  note(entry, { kind: "offered", was, now });
  emit("ordersChanged", { reference: summary.reference });
  return { was, now };
}

function versionOf(quotationId: string): number {
  return book.find((entry) => entry.detail.summary.quotationId === quotationId)?.detail.summary.offer?.version ?? 1;
}

export const quotations: Pick<Commands, Nouns> = {
  declareDecision: (reference, arrived, reason) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    const { summary } = entry.detail;
    const act = summary.decisionPending ?? "accept";
    step(entry, act, arrived ? "declaredPlaced" : "declaredNotPlaced", reason);
    Object.assign(summary, { decisionPending: null, decisionUnknown: false });
    if (arrived && act === "accept") {
      place(entry);
    } else if (arrived) {
      move(entry, { state: "refused", reasonId: 7 });
    }
    return answer(entry);
  },
  exportQuotation: async (quotationId) => {
    await sleep(300);
    return ok({ quotationId, pages: [{ width: 595, height: 842 }, { width: 595, height: 842 }], byteCount: 48_213, sha256: hashOf(`${quotationId} ${String(versionOf(quotationId))}`) });
  },
  saveQuotation: (quotationId) => ok(`/home/ana/Imagery/${quotationId}.pdf`),
  openQuotation: () => ok(null),
  readQuotation: async (reference) => {
    await sleep(600);
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    takeOffer(entry);
    return ok(entry.detail);
  },
  acceptQuotation: async (reference, confirmed, consents) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    const { summary } = entry.detail;
    const changed = takeOffer(entry);
    if (changed !== null || !sameDecimal(confirmed.amount, summary.amount) || confirmed.currency !== summary.currency) {
      return refused("offerChanged", "the vendor offers something else now", null, false, { about: "offerChanged", was: changed?.was ?? null, now: vendorsOffer(entry) });
    }
    if (summary.state.state !== "quoted") {
      return refused("vendorRefused", "The quotation is not open any more.");
    }
    const held = switches.held ? notAllowed([HELD], consents) : [];
    if (held.length > 0) {
      return refused("alreadyHeld", "the record holds a scene of this over the same area", null, false, { about: "alreadyHeld", held });
    }
    const end = begin("accept", reference, confirmed.amount, confirmed.currency);
    note(entry, { kind: "decided", act: "accept", quotationId: summary.quotationId ?? "", amount: confirmed.amount, currency: confirmed.currency, version: confirmed.version, reasonId: null });
    step(entry, "accept", "send");
    await sleep(switches.slow ? 30_000 : 400);
    end();
    summary.salesOrderId = `SAL${nextNumber()}`;
    summary.confirmed = { amount: confirmed.amount, currency: confirmed.currency };
    place(entry);
    step(entry, "accept", "accepted", summary.salesOrderId);
    bookOtherwise(entry);
    return answer(entry);
  },
  refuseQuotation: (reference, reasonId) => {
    const entry = find(reference);
    if (entry === undefined) {
      return missing(reference);
    }
    note(entry, { kind: "decided", act: "refuse", quotationId: entry.detail.summary.quotationId ?? "", amount: null, currency: null, version: null, reasonId });
    move(entry, { state: "refused", reasonId });
    step(entry, "refuse", "accepted");
    return answer(entry);
  },
};
