import { useId } from "react";

import styles from "./Archive.module.css";

type HistogramProps = {
  label: string;
  /** Counts per bin, from nought to `limit`. */
  bins: number[];
  limit: number;
  step: number;
  /** The most that passes, or the least; null lets everything pass. */
  value: number | null;
  /** Whether the handle is the least that passes. */
  least?: boolean;
  format: (value: number) => string;
  onChange: (value: number | null) => void;
};

/** A filter that shows what it lets through: bars of what there is, a handle for the most, or the least, that passes. */
export function Histogram({ label, bins, limit, step, value, least = false, format, onChange }: HistogramProps) {
  const id = useId();
  const most = Math.max(1, ...bins);
  const open = least ? 0 : limit;
  const at = value ?? open;
  const words = value === null ? "any" : `${least ? "≥" : "≤"} ${format(value)}`;
  const passes = (index: number) => {
    const middle = (index + 0.5) * (limit / bins.length);
    return least ? middle >= at : middle <= at;
  };
  return (
    <div className={styles.histogram}>
      <div className={styles.histogramHead}>
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id}>{words}</output>
      </div>
      <div className={styles.bars} aria-hidden>
        {bins.map((count, index) => (
          <span key={index} data-in={passes(index)} style={{ height: `${String(count === 0 ? 4 : 12 + (count / most) * 88)}%` }} />
        ))}
      </div>
      <input
        id={id}
        className={styles.handle}
        data-least={least}
        type="range"
        min={0}
        max={limit}
        step={step}
        value={at}
        aria-valuetext={words}
        style={{ "--share": `${String((at / limit) * 100)}%` } as React.CSSProperties}
        onChange={(event) => {
          const next = Number(event.currentTarget.value);
          onChange(next === open ? null : next);
        }}
      />
    </div>
  );
}
