import { useState } from "react";

import type { DayRange } from "./calendar";
import { spanInWords } from "./calendar";
import { rangeFault, readRange } from "./range";
import type { DayReading, Span } from "./read";

export type Side = "from" | "to";

/** What has been typed and stands in a field; null where the field shows the day that is set. */
type Drafts = Record<Side, string | null>;

export type RangeDraft = {
  drafts: Drafts;
  /** Why nothing was set, of both together; null when there is nothing to say. */
  fault: { side: Side | null; message: string } | null;
  /** A day that can be read in two ways, with both. */
  question: { side: Side; spans: readonly Span[] } | null;
  /** How the last text was read where that is no matter of course. */
  note: string | null;
  type: (side: Side, text: string) => void;
  /** Reads what stands in the fields; sets it when all of it is clear. */
  settle: () => void;
  /** Sets a range that was chosen otherwise; what was typed is gone. */
  choose: (range: DayRange) => void;
  answer: (side: Side, span: Span) => void;
  /** Turns round a range whose first day lies after its last. */
  swap: (() => void) | null;
};

type Outcome = { next: DayRange | null; fault: RangeDraft["fault"]; question: RangeDraft["question"]; note: string | null; reversed: DayRange | null };

const NOTHING: Omit<Outcome, "next"> = { fault: null, question: null, note: null, reversed: null };
const WHOLE_DAY = /^\d{4}-\d{2}-\d{2}$/u;

/** The range of two fields while it is typed: it is only set when both can be read and fit each other. */
export function useRangeDraft(value: DayRange, today: string, onChange: (range: DayRange) => void): RangeDraft {
  const [drafts, setDrafts] = useState<Drafts>({ from: null, to: null });
  const [told, setTold] = useState<Omit<Outcome, "next">>(NOTHING);

  const take = (typed: Drafts, keep: boolean) => {
    const { next, ...rest } = outcomeOf(typed, value, today);
    setTold(rest);
    setDrafts(next === null || keep ? typed : { from: null, to: null });
    if (next !== null && (next.from !== value.from || next.to !== value.to)) {
      onChange(next);
    }
  };
  const choose = (range: DayRange) => {
    setDrafts({ from: null, to: null });
    setTold(NOTHING);
    onChange(range);
  };
  const { reversed } = told;

  return {
    drafts,
    ...told,
    type: (side, text) => {
      const typed = { ...drafts, [side]: text };
      // A whole day acts while it is typed; of anything shorter nobody knows whether it goes on.
      if (WHOLE_DAY.test(text.trim())) {
        take(typed, true);
      } else {
        setDrafts(typed);
        setTold(NOTHING);
      }
    },
    settle: () => {
      if (drafts.from !== null || drafts.to !== null) {
        take(drafts, false);
      }
    },
    choose,
    answer: (side, span) => {
      take({ ...drafts, [side]: side === "from" ? span.from : span.to }, false);
    },
    swap: reversed === null ? null : () => { choose({ from: reversed.to, to: reversed.from }); },
  };
}

function outcomeOf(typed: Drafts, value: DayRange, today: string): Outcome {
  let next: DayRange = value;
  let note: string | null = null;
  for (const side of ["from", "to"] as const) {
    const reading: DayReading | null = typed[side] === null ? null : readRange(typed[side], today);
    if (reading?.kind === "unread") {
      return { ...NOTHING, next: null, fault: { side, message: reading.message } };
    }
    if (reading?.kind === "ambiguous") {
      return { ...NOTHING, next: null, question: { side, spans: reading.spans } };
    }
    if (reading !== null) {
      next = reading.kind === "empty" ? { ...next, [side]: null } : withSpan(next, side, reading.span, typed.to === null);
      note = reading.kind === "span" ? noteOf(reading.span, next, reading.note) ?? note : note;
    }
  }
  const message = rangeFault(next);
  return message === null ? { ...NOTHING, next, note } : { ...NOTHING, next: null, fault: { side: null, message }, reversed: next };
}

/** A day sets its own side. A month, a year or a range in the first field sets the end too, unless a later one was set. */
function withSpan(range: DayRange, side: Side, span: Span, endIsFree: boolean): DayRange {
  if (side === "to") {
    return { ...range, to: span.to };
  }
  const whole = span.from !== span.to && endIsFree && (range.to === null || range.to < span.to);
  return { from: span.from, to: whole ? span.to : range.to };
}

function noteOf(span: Span, range: DayRange, note: string | null): string | null {
  const whole = span.from !== span.to && range.from === span.from && range.to === span.to ? `Set to ${spanInWords(span)}.` : null;
  return [whole, note].filter((part) => part !== null).join(" ") || null;
}
