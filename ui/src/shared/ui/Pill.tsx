import type { ReactNode } from "react";

import styles from "./Pill.module.css";

export type Tone = "ok" | "info" | "warn" | "bad" | "plain";

/** The state of a thing in a word or two. */
export function StatePill({ tone, icon, children }: { tone: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={`${styles.pill ?? ""} ${styles[tone] ?? ""}`}>
      {icon}
      {children}
    </span>
  );
}

/** A choice that is on or off. */
export function Chip({ on, onToggle, label, children }: { on: boolean; onToggle: () => void; label?: string; children: ReactNode }) {
  return (
    <button type="button" className={styles.chip} aria-pressed={on} aria-label={label} onClick={onToggle}>
      {children}
    </button>
  );
}

/** A number on a corner of an icon; nothing when there is nothing to count. */
export function CountBadge({ count, basket = false }: { count: number; basket?: boolean }) {
  return count === 0 ? null : <span className={`${styles.count ?? ""} ${basket ? (styles.countBasket ?? "") : ""}`}>{count > 99 ? "99+" : count}</span>;
}

/** A key of the keyboard, shown where it acts; no part of the name of what it acts on. */
export function KeyCap({ children, onFill = false }: { children: string; onFill?: boolean }) {
  return <kbd aria-hidden className={`${styles.key ?? ""} ${onFill ? (styles.keyOnFill ?? "") : ""}`}>{children}</kbd>;
}
