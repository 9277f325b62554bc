import { TextInput } from "@mantine/core";
import { DatePicker } from "@mantine/dates";
import { useState } from "react";

import type { DayRange, RangeDraft, Side } from "../dates";
import { FIRST_YEAR, longDay } from "../dates";
import { formatUtcDate } from "../format";
import { Button } from "./Button";
import styles from "./DateRange.module.css";

const LABELS: Record<Side, string> = { from: "From", to: "To" };
const OTHER: Record<Side, string> = { from: "the beginning", to: "today" };

type DateRangeProps = { value: DayRange; draft: RangeDraft; today: string };

/** Two days, typed as people write them or picked in a calendar. What can't be read or doesn't fit is said and not set. */
export function DateRange({ value, draft, today }: DateRangeProps) {
  const { fault, question, note, swap, answer, choose } = draft;
  return (
    <div className={styles.range}>
      <div className={styles.fields}>
        <DayInput side="from" value={value} draft={draft} />
        <DayInput side="to" value={value} draft={draft} />
      </div>
      <div className={styles.told} role="status" data-fault={fault !== null || undefined}>
        {fault?.message ?? (question === null ? note : null)}
        {fault !== null && fault.side !== null && ` ${LABELS[fault.side]} is as it was.`}
        {swap !== null && (
          <Button size="small" onClick={swap}>
            Swap them
          </Button>
        )}
        {question !== null && (
          <div role="group" aria-label={`Which day ${LABELS[question.side]} is meant`}>
            <span>This can be read in two ways:</span>
            {question.spans.map((span) => (
              <Button key={span.from} size="small" onClick={() => { answer(question.side, span); }}>
                {longDay(span.from)}
              </Button>
            ))}
          </div>
        )}
        {fault === null && question === null && note === null && "Days in UTC, both included. Also Jan 2025, 2024 or 3 months ago."}
      </div>
      <Days value={value} today={today} onPick={choose} />
    </div>
  );
}

function DayInput({ side, value, draft }: { side: Side; value: DayRange; draft: RangeDraft }) {
  const { drafts, fault, type, settle } = draft;
  const day = value[side];
  return (
    <TextInput
      size="xs"
      label={LABELS[side]}
      placeholder={OTHER[side]}
      value={drafts[side] ?? (day === null ? "" : formatUtcDate(day))}
      error={fault !== null && (fault.side === side || fault.side === null)}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => {
        type(side, event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          settle();
        }
      }}
      onBlur={settle}
    />
  );
}

const nameOf = ({ from, to }: DayRange): string => `${from ?? ""} ${to ?? ""}`;

/** The calendar: the first press is the first day, the second the last. It goes to the month of what is set in another way;
 * what is picked in it leaves it where it is, with the focus on the day. */
function Days({ value, today, onPick }: { value: DayRange; today: string; onPick: (range: DayRange) => void }) {
  const [begun, setBegun] = useState<string | null>(null);
  const [month, setMonth] = useState(value.to ?? today);
  const [followed, setFollowed] = useState(nameOf(value));
  if (followed !== nameOf(value)) {
    setFollowed(nameOf(value));
    setMonth(value.to ?? today);
    setBegun(null);
  }
  const shown: [string | null, string | null] = begun !== null ? [begun, null] : [value.from, value.from === null ? null : (value.to ?? today)];
  return (
    <DatePicker
      type="range"
      size="xs"
      className={styles.days ?? ""}
      aria-label="Calendar"
      value={shown}
      allowSingleDateInRange
      date={month}
      onDateChange={setMonth}
      weekendDays={[]}
      minDate={`${String(FIRST_YEAR)}-02-22`}
      maxDate={today}
      ariaLabels={{ previousMonth: "Month before", nextMonth: "Month after", previousYear: "Year before", nextYear: "Year after", previousDecade: "Ten years before", nextDecade: "Ten years after" }}
      getDayProps={(day) => ({ "aria-label": longDay(day) })}
      onChange={([from, to]) => {
        if (from !== null && to !== null) {
          setBegun(null);
          setFollowed(nameOf({ from, to }));
          onPick({ from, to });
        } else {
          setBegun(from);
        }
      }}
    />
  );
}
