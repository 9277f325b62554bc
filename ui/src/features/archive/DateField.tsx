import { Popover } from "@mantine/core";
import { IconAlertTriangle, IconCalendar } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import type { DayRange } from "../../shared/dates";
import { useRangeDraft } from "../../shared/dates";
import { formatDateRange } from "../../shared/format";
import { Button, DateRange } from "../../shared/ui";
import styles from "./Archive.module.css";
import { lastYear, presets } from "./searchRange";
import { useArchive } from "./store";
import { useToday } from "./useSearch";

/** The days wanted, in UTC: presets, or typed from and to, or picked in a calendar. */
export function DateField() {
  const { filter, change, suggestDates } = useArchive();
  const today = useToday();
  useEffect(() => {
    suggestDates(lastYear(today));
  }, [today, suggestDates]);
  const [open, setOpen] = useState(false);
  const range: DayRange = { from: filter.dateFrom, to: filter.dateTo };
  const draft = useRangeDraft(range, today, ({ from, to }) => {
    change({ dateFrom: from, dateTo: to });
  });
  const unsettled = draft.fault !== null || draft.question !== null;
  const words = formatDateRange(range.from, range.to);
  const toggle = (next: boolean) => {
    // What was typed last is read when the field closes, and stays to be corrected where it can't be.
    if (!next) {
      draft.settle();
    }
    setOpen(next);
  };
  return (
    <Popover opened={open} onChange={toggle} position="bottom-start" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={styles.dates}
          aria-label={`Dates: ${words}${unsettled && !open ? "; what was typed last is not set" : ""}`}
          title={unsettled && !open ? "What was typed last is not set. Open to see why." : undefined}
          aria-expanded={open}
          onClick={() => {
            toggle(!open);
          }}
        >
          {unsettled && !open ? <IconAlertTriangle className={styles.unsettled} size={16} stroke={1.8} aria-hidden /> : <IconCalendar size={16} stroke={1.6} aria-hidden />}
          <span>{words}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.dateMenu}>
          <div className={styles.presets}>
            {presets(today).map((preset) => (
              <Button
                key={preset.label}
                size="small"
                tone={preset.range.from === range.from && preset.range.to === range.to ? "primary" : "default"}
                onClick={() => {
                  draft.choose(preset.range);
                  setOpen(false);
                }}
              >
                {preset.label}
              </Button>
            ))}
          </div>
          <DateRange value={range} draft={draft} today={today} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
