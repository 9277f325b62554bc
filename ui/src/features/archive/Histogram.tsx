import { useId } from "react";

import styles from "./Archive.module.css";

type HistogramProps = {
  label: string;
  /** Counts per bin, from nought to `limit`. */
  bins: number[];
  limit: number;
  step: number;
  /** The most that passes; null lets everything pass. */
  value: number | null;
  format: (value: number) => string;
  onChange: (value: number | null) => void;
};

/** A filter that shows what it lets through: bars of what there is, a handle for the most that passes. */
export function Histogram({ label, bins, limit, step, value, format, onChange }: HistogramProps) {
  const id = useId();
  const most = Math.max(1, ...bins);
  const at = value ?? limit;
  const words = value === null ? "any" : `≤ ${format(value)}`;
  return (
    <div className={styles.histogram}>
      <div className={styles.histogramHead}>
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id}>{words}</output>
      </div>
      <div className={styles.bars} aria-hidden>
        {bins.map((count, index) => (
          <span key={index} data-in={(index + 0.5) * (limit / bins.length) <= at} style={{ height: `${String(count === 0 ? 4 : 12 + (count / most) * 88)}%` }} />
        ))}
      </div>
      <input
        id={id}
        className={styles.handle}
        type="range"
        min={0}
        max={limit}
        step={step}
        value={at}
        aria-valuetext={words}
        style={{ "--share": `${String((at / limit) * 100)}%` } as React.CSSProperties}
        onChange={(event) => {
          const next = Number(event.currentTarget.value);
          onChange(next >= limit ? null : next);
        }}
      />
    </div>
  );
}
