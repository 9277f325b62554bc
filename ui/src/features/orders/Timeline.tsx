import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconEye, IconX } from "@tabler/icons-react";

import type { TimelineEntry } from "../../ipc";
import { formatLocalTime, formatMoment } from "../../shared/format";
import { inWords } from "./journalWords";
import styles from "./Timeline.module.css";

const ICONS = { ok: IconCheck, info: IconEye, warn: IconAlertTriangle, bad: IconX } as const;
const MEANINGS = { ok: "done", info: "seen", warn: "to be watched", bad: "failed" } as const;

/** What happened, step by step, in the user's own time. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  return (
    <ol className={styles.timeline}>
      {entries.map((entry) => {
        const { title, detail, tone } = inWords(entry.event);
        const Icon = ICONS[tone];
        return (
          <li key={entry.seq} className={styles.entry}>
            <span className={`${styles.mark ?? ""} ${styles[tone] ?? ""}`} role="img" aria-label={MEANINGS[tone]}>
              <Icon size={14} stroke={1.8} aria-hidden />
            </span>
            <div className={styles.words}>
              <div className={styles.title}>{title}</div>
              {detail !== null && (
                <Tooltip label={detail} multiline maw={420} disabled={shortHashes(detail) === detail}>
                  <div className={`${styles.detail ?? ""} selectable`}>{shortHashes(detail)}</div>
                </Tooltip>
              )}
            </div>
            <Tooltip label={formatLocalTime(entry.at)}>
              <time dateTime={entry.at} className={styles.time}>
                {clock(entry.at)}
              </time>
            </Tooltip>
          </li>
        );
      })}
    </ol>
  );
}

/** Seconds on the day itself; the date for anything older. */
function clock(at: string): string {
  return formatMoment(at, Date.now());
}

/** A whole SHA-256 is for machines; its beginning is enough to compare by eye. The whole is in the tooltip. */
function shortHashes(text: string): string {
  return text.replace(/\b([0-9a-f]{4})([0-9a-f]{4})[0-9a-f]{56}\b/gu, "$1 $2 …");
}
