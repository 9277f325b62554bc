import { Tooltip } from "@mantine/core";

import { formatArea, formatAreaExact, formatLocalTime, formatMoney, formatMoneyExact, formatRelativeTime, formatShare, formatUtcDate, formatUtcTime, partsOfName } from "../format";
import { useNow } from "../query";
import type { Tone } from "./Pill";
import styles from "./Values.module.css";

/** An amount with two decimals and its currency; `exact` with all it has, where it is confirmed. */
export function Money({ amount, currency, exact = false }: { amount: string; currency: string | null; exact?: boolean }) {
  return <span className={styles.number}>{exact ? formatMoneyExact(amount, currency) : formatMoney(amount, currency)}</span>;
}

export function Area({ km2, exact = false }: { km2: number; exact?: boolean }) {
  return <span className={styles.number}>{exact ? formatAreaExact(km2) : formatArea(km2)}</span>;
}

export function Share({ percent }: { percent: number }) {
  return <span className={styles.number}>{formatShare(percent)}</span>;
}

/** A scene's time, which is always UTC and says so. */
export function UtcTime({ time, dateOnly = false }: { time: string; dateOnly?: boolean }) {
  return (
    <time dateTime={time} className={styles.number}>
      {dateOnly ? formatUtcDate(time) : formatUtcTime(time)}
    </time>
  );
}

/** A time of the record, relative to the vendor's clock and kept current; the exact one on hover and focus. */
export function RelativeTime({ time }: { time: string }) {
  // Another time starts another clock: one up to 30 s old would see what has just happened as still to come.
  return <TickingTime key={time} time={time} />;
}

function TickingTime({ time }: { time: string }) {
  const now = useNow();
  return (
    <Tooltip label={formatLocalTime(time)}>
      <time dateTime={time} className={styles.number}>
        {formatRelativeTime(time, now)}
      </time>
    </Tooltip>
  );
}

/**
 * A long name shortened in its middle, so that its beginning and its end stay; whole on hover and focus. A name written
 * from right to left is shortened where it ends.
 */
export function MiddleEllipsis({ text, tail = 8, mono = false }: { text: string; tail?: number; mono?: boolean }) {
  const { start, end } = partsOfName(text, tail);
  return (
    <Tooltip label={<bdi>{text}</bdi>} multiline maw={420}>
      <span className={`${styles.ellipsis ?? ""} ${mono ? "mono" : ""}`} aria-label={text} dir="auto">
        <bdi className={styles.start}>{start}</bdi>
        {end !== "" && <span className={styles.end}>{end}</span>}
      </span>
    </Tooltip>
  );
}

/** A thin bar of a share. */
export function Meter({ ratio, tone, label, max = 1 }: { ratio: number; tone: Tone | "aoi"; label: string; max?: number }) {
  const share = Math.min(1, Math.max(0, ratio / max));
  return (
    <div className={styles.meter} role="meter" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}>
      <div className={`${styles.fill ?? ""} ${styles[tone] ?? ""}`} style={{ width: `${String(share * 100)}%` }} />
    </div>
  );
}
