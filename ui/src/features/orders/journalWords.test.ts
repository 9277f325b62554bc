import { describe, expect, it } from "vitest";

import type { Act, Answer, Evidence, JournalEvent, Offer, Progress, Source, StepEvent, Why } from "../../ipc";
import { inWords, whyWords } from "./journalWords";

/** No-break spaces as plain ones. */
const plain = (text: string | null) => text?.replaceAll("\u00a0", " ") ?? null;

function told(event: JournalEvent): { title: string | null; detail: string | null; tone: string } {
  const { title, detail, tone } = inWords(event);
  return { title: plain(title), detail: plain(detail), tone };
}

const offer = (amount: string, version: number | null, patch: Partial<Offer> = {}): Offer => ({ amount, currency: "EUR", discountPercent: null, version, expires: null, ...patch });

// A record of each union: a new variant of the border does not compile here before it has its words.
const EVENTS: { [Kind in JournalEvent["kind"]]: [Extract<JournalEvent, { kind: Kind }>, ReturnType<typeof told>] } = {
  confirmed: [
    { kind: "confirmed", act: "order", amount: "6109.36", currency: "EUR", contractId: "CTR22005241", what: "2 scenes", byteCount: 2318, sha256: "9c41" },
    { title: "You confirmed 6,109.36 €", detail: "2 scenes · paid by CTR22005241 · 2,318 bytes · sha-256 9c41", tone: "ok" },
  ],
  allowedAgain: [
    { kind: "allowedAgain", reference: "SETUBAL-F6RT", scene: "Pléiades 1A, 11 Apr 2026", areaName: "Setúbal", amount: "762.50", currency: "EUR", reason: "second licence" },
    { title: "You allowed that it is bought again: Pléiades 1A, 11 Apr 2026 over Setúbal", detail: "SETUBAL-F6RT holds it for 762.50 € · your reason: second licence", tone: "warn" },
  ],
  decided: [
    { kind: "decided", act: "accept", quotationId: "QUO1", amount: "1156.91", currency: "EUR", version: 2, reasonId: null },
    { title: "You accepted the quotation for 1,156.91 €", detail: "QUO1 · version 2", tone: "ok" },
  ],
  stepped: [{ kind: "stepped", act: "order", event: "accepted", why: null, late: false }, { title: "The vendor took the order", detail: null, tone: "ok" }],
  answerKept: [
    { kind: "answerKept", act: "order", request: 17, answer: "answered", status: 201, sha256: "77e0" },
    { title: "The vendor's answer is in the record", detail: "status 201 · request 17 · sha-256 77e0", tone: "ok" },
  ],
  offered: [
    { kind: "offered", was: offer("1285.45", 1), now: offer("1156.91", 2, { discountPercent: "10", expires: "2026-12-14T23:59:00Z" }) },
    { title: "Changed by the vendor: 1,285.45 € → 1,156.91 €", detail: "version 2 · 10 % discount · open until 14 Dec 2026, 23:59 UTC", tone: "warn" },
  ],
  booked: [
    { kind: "booked", confirmed: { amount: "654.22", currency: "EUR" }, booked: { amount: "999999.99", currency: "USD" } },
    { title: "The vendor booked 999,999.99 $", detail: "you confirmed 654.22 €", tone: "bad" },
  ],
  looked: [{ kind: "looked", evidence: { evidence: "notInOrderList" } }, { title: "Not in the order list", detail: "orders have appeared up to 48 h late", tone: "info" }],
  progressed: [{ kind: "progressed", progress: "delivered", source: { source: "workspace" } }, { title: "Delivered to the workspace", detail: "seen in the workspace", tone: "ok" }],
  orderedAgain: [{ kind: "orderedAgain", asReference: "DOURO-2" }, { title: "You put it into the basket again", detail: "as DOURO-2", tone: "warn" }],
  documentRead: [
    { kind: "documentRead", quotationId: "QUO1", version: 2, byteCount: 48_213, sha256: "a90f" },
    { title: "Quotation document read", detail: "QUO1 · version 2 · 48,213 bytes · sha-256 a90f", tone: "info" },
  ],
  adopted: [
    { kind: "adopted", intents: 14, decisions: 1, requests: 0, documents: 2 },
    { title: "The record of an earlier Swath was taken over", detail: "14 orders and requests · 1 decision · 2 documents", tone: "info" },
  ],
  takenAsItIs: [
    { kind: "takenAsItIs", reason: "the backup was put back", fault: "its end was cut off" },
    { title: "You took the record as it was", detail: "its end was cut off · the backup was put back", tone: "warn" },
  ],
  newer: [
    { kind: "newer", name: "reservedCredit" },
    { title: "Written by a newer Swath (reservedCredit)", detail: "This version can't say what it means; it stays in the record.", tone: "info" },
  ],
  earlier: [{ kind: "earlier", words: "looked, not found", detail: "" }, { title: "Looked, not found", detail: null, tone: "info" }],
};

const STEP_EVENTS: Record<StepEvent, true> = {
  send: true, notSent: true, accepted: true, refused: true, ambiguous: true, foundDead: true, found: true, declaredPlaced: true, declaredNotPlaced: true, withdrawn: true, foundOtherwise: true,
};
const ACTS: Record<Act, string> = {
  order: "The vendor took the order",
  quotation: "The vendor made the quotation",
  accept: "The vendor took your acceptance",
  refuse: "The vendor took your refusal",
};

describe("what happened, in words", () => {
  it.each(Object.values(EVENTS))("$kind", (event, sentence) => {
    expect(told(event)).toEqual(sentence);
  });

  it.each(Object.entries(ACTS) as [Act, string][])("the vendor took it: %s", (act, title) => {
    expect(told({ kind: "stepped", act, event: "accepted", why: null, late: false })).toEqual({ title, detail: null, tone: "ok" });
  });

  it("no two steps of an act read alike", () => {
    for (const act of Object.keys(ACTS) as Act[]) {
      const titles = (Object.keys(STEP_EVENTS) as StepEvent[]).map((event) => told({ kind: "stepped", act, event, why: null, late: false }).title);
      expect(new Set(titles).size).toBe(titles.length);
      expect(titles.every((title) => title !== null && title.length > 10)).toBe(true);
    }
  });

  it("a program that was closed says so once, in the words the record page is searched for", () => {
    expect(told({ kind: "stepped", act: "order", event: "foundDead", why: { why: "programClosed" }, late: false })).toEqual({ title: "Swath was closed while the request was under way", detail: null, tone: "warn" });
  });

  it("what is found after somebody said that it was not placed is bad news", () => {
    expect(told({ kind: "stepped", act: "order", event: "found", why: null, late: true })).toEqual({ title: "Found at the vendor after all", detail: "you had said that it was not so", tone: "bad" });
    expect(told({ kind: "stepped", act: "accept", event: "accepted", why: null, late: true }).title).toBe("The decision arrived after all");
    expect(told({ kind: "stepped", act: "order", event: "refused", why: null, late: true })).toMatchObject({ detail: "this came late", tone: "bad" });
  });

  it("confirming tells the four acts apart", () => {
    const titles = (Object.keys(ACTS) as Act[]).map((act) => told({ kind: "confirmed", act, amount: "1", currency: "EUR", contractId: null, what: null, byteCount: null, sha256: null }));
    expect(titles.map(({ title }) => title)).toEqual(["You confirmed 1.00 €", "You asked for a quotation of 1.00 €", "You confirmed the acceptance for 1.00 €", "You confirmed the refusal"]);
    expect(titles[0]?.detail).toBeNull();
  });

  it("a refusal names its reason, an offer that is the first has nothing before it", () => {
    expect(told({ kind: "decided", act: "refuse", quotationId: "QUO1", amount: null, currency: null, version: null, reasonId: 3 }).detail).toBe("QUO1 · The budget doesn't allow it");
    expect(told({ kind: "offered", was: null, now: offer("615.27825", 1) }).title).toBe("The vendor offers it for 615.27825 €");
  });

  it("credit before and after is told as it is", () => {
    const look = (creditBefore: string | null, creditAfter: string | null) =>
      told({ kind: "looked", evidence: { evidence: "notInWorkspace", creditBefore, creditAfter, currency: "EUR" } }).detail;
    expect(look("12480.00", "12480.00")).toBe("credit is unchanged: 12,480.00 € before and after; it may be booked later");
    expect(look("12480.00", "11980.00")).toBe("credit was 12,480.00 €, now it is 11,980.00 €");
    expect(look(null, "1.00")).toBe("the vendor does not say what credit is left");
  });
});

const WHYS: { [Kind in Why["why"]]: [Extract<Why, { why: Kind }>, RegExp] } = {
  words: [{ why: "words", text: "SAL26000118" }, /^SAL26000118$/],
  connectionBroke: [{ why: "connectionBroke", technical: "reset by peer" }, /broke.*reset by peer/],
  notConnected: [{ why: "notConnected", technical: "no route" }, /not be reached.*no route/],
  noNumber: [{ why: "noNumber", status: 201 }, /201 without an order number/],
  unreadableBody: [{ why: "unreadableBody", status: 200 }, /200.*can't be read/],
  foreignBody: [{ why: "foreignBody", status: 403 }, /403 is not the vendor's/],
  undecidedStatus: [{ why: "undecidedStatus", status: 504 }, /504.*whether it was placed/],
  noAnswerYet: [{ why: "noAnswerYet", seconds: 600 }, /^no answer for 600 s$/],
  programClosed: [{ why: "programClosed" }, /closed while the request was under way/],
  basketChanged: [{ why: "basketChanged" }, /basket had changed/],
  vendorState: [{ why: "vendorState", status: "IN_PREPARATION" }, /says: in preparation/],
  judged: [{ why: "judged", code: "overLimit", text: "above the limit of a month" }, /above the limit of a month/],
};

describe("why", () => {
  it.each(Object.values(WHYS))("$why", (why, words) => {
    expect(plain(whyWords(why))).toMatch(words);
  });
});

const EVIDENCE: Record<Evidence["evidence"], Evidence> = {
  notInOrderList: { evidence: "notInOrderList" },
  notInWorkspace: { evidence: "notInWorkspace", creditBefore: null, creditAfter: null, currency: "EUR" },
  stillSent: { evidence: "stillSent" },
  words: { evidence: "words", text: "looked 9 times" },
};
const SOURCES: Record<Source["source"], Source> = {
  vendorList: { source: "vendorList" },
  workspace: { source: "workspace" },
  decision: { source: "decision" },
  found: { source: "found" },
  words: { source: "words", text: "from the list" },
};
const PROGRESS: Record<Progress, true> = { quoted: true, refused: true, expired: true, placed: true, inProduction: true, delivered: true, cancelled: true };
const ANSWERS: Record<Answer, true> = { answered: true, notSent: true, unclear: true };

/** How many different sentences a list of events makes. */
const different = (events: JournalEvent[]) => new Set(events.map((event) => JSON.stringify(told(event)))).size;

describe("every kind of it has words of its own", () => {
  it.each([
    ["evidence", Object.values(EVIDENCE).map((evidence): JournalEvent => ({ kind: "looked", evidence }))],
    ["source", Object.values(SOURCES).map((source): JournalEvent => ({ kind: "progressed", progress: "placed", source }))],
    ["progress", (Object.keys(PROGRESS) as Progress[]).map((progress): JournalEvent => ({ kind: "progressed", progress, source: { source: "found" } }))],
    ["answer", (Object.keys(ANSWERS) as Answer[]).map((answer): JournalEvent => ({ kind: "answerKept", act: null, request: 1, answer, status: null, sha256: null }))],
  ])("%s", (_, events) => {
    expect(different(events)).toBe(events.length);
  });
});
