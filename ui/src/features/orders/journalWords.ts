//! The sentences of the timeline. The record keeps what happened as data; only this file puts it into words.
import type { Act, Evidence, JournalEvent, Money, Offer, Progress, Source, StepEvent, Why } from "../../ipc";
import { formatCount, formatMoneyExact, formatPercentExact, formatUtcTime } from "../../shared/format";
import { refusalReason } from "./orderStates";

/** Done, a fact, to be watched, failed. */
export type EventTone = "ok" | "info" | "warn" | "bad";

export type Sentence = { title: string; detail: string | null; tone: EventTone };

/** What happened, in one sentence, with what else is known of it. */
export function inWords(event: JournalEvent): Sentence {
  switch (event.kind) {
    case "confirmed":
      return { title: confirmedTitle(event.act, money(event)), detail: joined(event.what, paidBy(event.contractId), bytes(event.byteCount), hash(event.sha256)), tone: "ok" };
    case "allowedAgain":
      return {
        title: `You allowed that it is bought again: ${event.scene} over ${event.areaName}`,
        detail: joined(`${event.reference} holds it for ${money(event)}`, `your reason: ${event.reason}`),
        tone: "warn",
      };
    case "decided":
      return decided(event);
    case "stepped":
      return stepped(event.act, event.event, event.why, event.late);
    case "answerKept":
      return answerKept(event);
    case "offered":
      return offered(event.was, event.now);
    case "booked":
      return { title: `The vendor booked ${money(event.booked)}`, detail: `you confirmed ${money(event.confirmed)}`, tone: "bad" };
    case "looked":
      return looked(event.evidence);
    case "progressed":
      return { ...PROGRESS[event.progress], detail: sourceWords(event.source) };
    case "orderedAgain":
      return { title: "You put it into the basket again", detail: `as ${event.asReference}`, tone: "warn" };
    case "documentRead":
      return {
        title: "Quotation document read",
        detail: joined(event.quotationId, version(event.version), bytes(event.byteCount), hash(event.sha256)),
        tone: "info",
      };
    case "takenAsItIs":
      return { title: "You took the record as it was", detail: joined(event.fault, event.reason), tone: "warn" };
    case "adopted":
      return {
        title: "The record of an earlier Swath was taken over",
        detail: joined(
          counted(event.intents, "order or request", "orders and requests"),
          counted(event.decisions, "decision", "decisions"),
          counted(event.requests, "answer", "answers"),
          counted(event.documents, "document", "documents"),
        ),
        tone: "info",
      };
    case "newer":
      return { title: `Written by a newer Swath (${event.name})`, detail: "This version can't say what it means; it stays in the record.", tone: "info" };
    case "earlier":
      return { title: sentence(event.words), detail: event.detail === "" ? null : event.detail, tone: "info" };
  }
}

function confirmedTitle(act: Act, amount: string): string {
  switch (act) {
    case "order":
      return `You confirmed ${amount}`;
    case "quotation":
      return `You asked for a quotation of ${amount}`;
    case "accept":
      return `You confirmed the acceptance for ${amount}`;
    case "refuse":
      return "You confirmed the refusal";
  }
}

function decided(event: Extract<JournalEvent, { kind: "decided" }>): Sentence {
  if (event.act === "refuse") {
    return { title: "You refused the quotation", detail: joined(event.quotationId, refusalReason(event.reasonId)), tone: "ok" };
  }
  const amount = event.amount === null ? "" : ` for ${formatMoneyExact(event.amount, event.currency)}`;
  return { title: `You accepted the quotation${amount}`, detail: joined(event.quotationId, version(event.version)), tone: "ok" };
}

type Step = { title: string; tone: EventTone };

const REQUEST: Record<StepEvent, Step> = {
  send: { title: "Written to the record, then sent", tone: "ok" },
  notSent: { title: "No connection: nothing was sent", tone: "warn" },
  accepted: { title: "The vendor took the order", tone: "ok" },
  refused: { title: "The vendor refused it", tone: "bad" },
  ambiguous: { title: "No clear answer came back", tone: "warn" },
  foundDead: { title: "Swath was closed while the request was under way", tone: "warn" },
  found: { title: "Found at the vendor: it was placed", tone: "ok" },
  declaredPlaced: { title: "You said that it was placed", tone: "info" },
  declaredNotPlaced: { title: "You said that it was not placed", tone: "info" },
  withdrawn: { title: "Withdrawn; nothing was ever sent", tone: "info" },
  foundOtherwise: { title: "The vendor's record shows that it did not happen", tone: "info" },
};

const QUOTATION: Record<StepEvent, Step> = {
  ...REQUEST,
  accepted: { title: "The vendor made the quotation", tone: "ok" },
  found: { title: "Found at the vendor: the quotation was made", tone: "ok" },
  declaredPlaced: { title: "You said that the vendor has the request", tone: "info" },
  declaredNotPlaced: { title: "You said that the vendor does not have the request", tone: "info" },
};

function decision(taken: string): Record<StepEvent, Step> {
  return {
    send: { title: "Decision written to the record, then sent", tone: "ok" },
    notSent: { title: "No connection: the decision was not sent", tone: "warn" },
    accepted: { title: taken, tone: "ok" },
    refused: { title: "The vendor refused the decision", tone: "bad" },
    ambiguous: { title: "No clear answer to the decision came back", tone: "warn" },
    foundDead: { title: "Swath was closed while the decision was under way", tone: "warn" },
    found: { title: "Found: the decision arrived", tone: "ok" },
    declaredPlaced: { title: "You said that the decision arrived", tone: "info" },
    declaredNotPlaced: { title: "You said that the decision did not arrive", tone: "info" },
    withdrawn: { title: "Decision withdrawn; nothing was ever sent", tone: "info" },
    foundOtherwise: { title: "The vendor's state shows that the decision did not take effect", tone: "info" },
  };
}

const STEPS: Record<Act, Record<StepEvent, Step>> = {
  order: REQUEST,
  quotation: QUOTATION,
  accept: decision("The vendor took your acceptance"),
  refuse: decision("The vendor took your refusal"),
};

/** `late`: it came after a person had said that it was not placed, which turns good news into bad. */
function stepped(act: Act, event: StepEvent, why: Why | null, late: boolean): Sentence {
  const detail = why === null || (event === "foundDead" && why.why === "programClosed") ? null : whyWords(why);
  if (late && (event === "found" || event === "accepted")) {
    const title = act === "accept" || act === "refuse" ? "The decision arrived after all" : "Found at the vendor after all";
    return { title, detail: joined(detail, "you had said that it was not so"), tone: "bad" };
  }
  return { ...STEPS[act][event], detail: late ? joined(detail, "this came late") : detail };
}

export function whyWords(why: Why): string {
  switch (why.why) {
    case "words":
      return why.text;
    case "connectionBroke":
      return `the connection broke: ${why.technical}`;
    case "notConnected":
      return `the vendor could not be reached: ${why.technical}`;
    case "noNumber":
      return `the vendor answered ${String(why.status)} without an order number`;
    case "unreadableBody":
      return `the vendor answered ${String(why.status)} with a body that can't be read`;
    case "foreignBody":
      return `the answer ${String(why.status)} is not the vendor's: something between here and there gave it`;
    case "undecidedStatus":
      return `the vendor answered ${String(why.status)}, which does not say whether it was placed`;
    case "noAnswerYet":
      return `no answer for ${formatCount(why.seconds)} s`;
    case "programClosed":
      return "Swath was closed while the request was under way";
    case "basketChanged":
      return "the basket had changed";
    case "vendorState":
      return `the vendor says: ${why.status.toLocaleLowerCase("en").replaceAll("_", " ")}`;
    case "judged":
      return why.text;
  }
}

function answerKept({ answer, status, request, sha256 }: Extract<JournalEvent, { kind: "answerKept" }>): Sentence {
  const detail = joined(status === null ? null : `status ${String(status)}`, `request ${formatCount(request)}`, hash(sha256));
  switch (answer) {
    case "answered":
      return { title: "The vendor's answer is in the record", detail, tone: "ok" };
    case "notSent":
      return { title: "It is in the record that nothing was sent", detail, tone: "info" };
    case "unclear":
      return { title: "What came back is in the record; it does not say what happened", detail, tone: "warn" };
  }
}

function offered(was: Offer | null, now: Offer): Sentence {
  const detail = joined(version(now.version), discount(now), now.expires === null ? null : `open until ${formatUtcTime(now.expires)}`);
  return was === null
    ? { title: `The vendor offers it for ${money(now)}`, detail, tone: "info" }
    : { title: `Changed by the vendor: ${money(was)} → ${money(now)}`, detail, tone: "warn" };
}

function looked(evidence: Evidence): Sentence {
  switch (evidence.evidence) {
    case "notInOrderList":
      return { title: "Not in the order list", detail: "orders have appeared up to 48 h late", tone: "info" };
    case "notInWorkspace":
      return { title: "Not in the workspace", detail: creditWords(evidence), tone: "info" };
    case "stillSent":
      return { title: "The quotation still waits for a decision", detail: "the vendor may show it late", tone: "info" };
    case "words":
      return { title: "Looked for it: not found yet", detail: evidence.text, tone: "info" };
  }
}

function creditWords({ creditBefore, creditAfter, currency }: Extract<Evidence, { evidence: "notInWorkspace" }>): string {
  if (creditBefore === null || creditAfter === null) {
    return "the vendor does not say what credit is left";
  }
  return creditBefore === creditAfter
    ? `credit is unchanged: ${formatMoneyExact(creditAfter, currency)} before and after; it may be booked later`
    : `credit was ${formatMoneyExact(creditBefore, currency)}, now it is ${formatMoneyExact(creditAfter, currency)}`;
}

const PROGRESS: Record<Progress, Step> = {
  quoted: { title: "Quotation waits for you", tone: "warn" },
  refused: { title: "Quotation refused", tone: "info" },
  expired: { title: "Quotation expired", tone: "warn" },
  placed: { title: "Order placed", tone: "ok" },
  inProduction: { title: "In production", tone: "info" },
  delivered: { title: "Delivered to the workspace", tone: "ok" },
  cancelled: { title: "Cancelled by the vendor", tone: "bad" },
};

function sourceWords(source: Source): string {
  switch (source.source) {
    case "vendorList":
      return "read in the vendor's list";
    case "workspace":
      return "seen in the workspace";
    case "decision":
      return "follows from the decision";
    case "found":
      return "found when it was looked for";
    case "words":
      return source.text;
  }
}

const money = ({ amount, currency }: Money): string => formatMoneyExact(amount, currency);
const bytes = (count: number | null): string | null => (count === null ? null : `${formatCount(count)} bytes`);
const hash = (sha256: string | null): string | null => (sha256 === null ? null : `sha-256 ${sha256}`);
const version = (number: number | null): string | null => (number === null ? null : `version ${String(number)}`);
const paidBy = (contractId: string | null): string | null => (contractId === null ? null : `paid by ${contractId}`);
const discount = ({ discountPercent }: Offer): string | null => (discountPercent === null ? null : `${formatPercentExact(discountPercent)} discount`);

function joined(...parts: (string | null)[]): string | null {
  const words = parts.filter((part) => part !== null && part !== "");
  return words.length === 0 ? null : words.join(" · ");
}

function counted(count: number, one: string, many: string): string | null {
  return count === 0 ? null : `${formatCount(count)} ${count === 1 ? one : many}`;
}

function sentence(words: string): string {
  return words.charAt(0).toLocaleUpperCase("en") + words.slice(1);
}
