import type { ReactNode } from "react";

import styles from "./Surface.module.css";

/** A raised box; with a title it becomes a named section. */
export function Card({ title, aside, padded = true, children, className }: { title?: ReactNode; aside?: ReactNode; padded?: boolean; children: ReactNode; className?: string }) {
  const body = <div className={padded ? styles.padded : undefined}>{children}</div>;
  return (
    <section className={[styles.card, className].filter(Boolean).join(" ")}>
      {title !== undefined && (
        <header className={styles.head}>
          <h2 className={styles.title}>{title}</h2>
          {aside !== undefined && <div className={styles.aside}>{aside}</div>}
        </header>
      )}
      {body}
    </section>
  );
}

/** One of the window's zones; fills its place and leaves scrolling to its parts. */
export function Panel({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    <section aria-label={label} className={[styles.panel, className].filter(Boolean).join(" ")}>
      {children}
    </section>
  );
}

/** A whole page beside the rail: title, note, actions, then its content, scrolling as one. */
export function Page({ title, note, lead, actions, children }: { title: ReactNode; note?: ReactNode; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <main className={styles.page} tabIndex={-1}>
      <div className={styles.pageInner}>
        <header className={styles.pageHead}>
          {lead}
          <h1 className={styles.pageTitle}>{title}</h1>
          {note !== undefined && <span className={styles.pageNote}>{note}</span>}
          {actions !== undefined && <div className={styles.aside}>{actions}</div>}
        </header>
        {children}
      </div>
    </main>
  );
}

/** Names on the left, values on the right. */
export function Facts({ rows }: { rows: { name: string; value: ReactNode }[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map((row) => (
        <FactRow key={row.name} name={row.name} value={row.value} />
      ))}
    </dl>
  );
}

function FactRow({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="selectable">{value}</dd>
    </>
  );
}

/** A small heading over a group inside a panel; of the second level where it stands right below the page's title. */
export function Label({ children, level = 3 }: { children: ReactNode; level?: 2 | 3 }) {
  const Heading = level === 2 ? "h2" : "h3";
  return <Heading className={styles.label}>{children}</Heading>;
}

/** The buttons of a dialog: at its right end, the primary one last. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.dialogActions}>{children}</div>;
}
