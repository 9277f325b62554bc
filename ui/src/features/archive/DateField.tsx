import { Popover, TextInput } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import { formatDateRange } from "../../shared/format";
import { Button } from "../../shared/ui";
import styles from "./Archive.module.css";
import type { DayRange } from "./searchRange";
import { lastYear, presets, readDay } from "./searchRange";
import { useArchive } from "./store";
import { useToday } from "./useSearch";

/** The days wanted, in UTC: presets, or typed from and to. */
export function DateField() {
  const { filter, change, suggestDates } = useArchive();
  const today = useToday();
  useEffect(() => {
    suggestDates(lastYear(today));
  }, [today, suggestDates]);
  const [open, setOpen] = useState(false);
  const choose = (range: DayRange) => {
    change({ dateFrom: range.from, dateTo: range.to });
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={styles.dates}
          aria-label={`Dates: ${formatDateRange(filter.dateFrom, filter.dateTo)}`}
          aria-expanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          <IconCalendar size={16} stroke={1.6} aria-hidden />
          <span>{formatDateRange(filter.dateFrom, filter.dateTo)}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.dateMenu}>
          <div className={styles.presets}>
            {presets(today).map(({ label, range }) => (
              <Button
                key={label}
                size="small"
                tone={range.from === filter.dateFrom && range.to === filter.dateTo ? "primary" : "default"}
                onClick={() => {
                  choose(range);
                  setOpen(false);
                }}
              >
                {label}
              </Button>
            ))}
          </div>
          <div className={styles.dayFields}>
            <DayInput
              label="From"
              day={filter.dateFrom}
              onChange={(dateFrom) => {
                change({ dateFrom });
              }}
            />
            <DayInput
              label="To"
              day={filter.dateTo}
              onChange={(dateTo) => {
                change({ dateTo });
              }}
            />
          </div>
          <p className={styles.note}>Days in UTC, both included.</p>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function DayInput({ label, day, onChange }: { label: string; day: string | null; onChange: (day: string | null) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? day ?? "";
  const wrong = text !== "" && readDay(text) === null;
  return (
    <TextInput
      label={label}
      placeholder="YYYY-MM-DD"
      value={text}
      error={wrong && typed !== null && typed.length >= 10 ? "No such day" : undefined}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setTyped(next);
        const read = readDay(next);
        if (read !== null || next.trim() === "") {
          onChange(read);
        }
      }}
      onBlur={() => {
        setTyped(null);
      }}
    />
  );
}
