import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconPlugConnectedX } from "@tabler/icons-react";
import type { ReactNode } from "react";

import { presentError } from "../../errors";
import { Button } from "./Button";
import styles from "./Notice.module.css";
import type { Tone } from "./Pill";

const ICONS: Record<Tone, typeof IconInfoCircle> = {
  ok: IconCircleCheck,
  info: IconInfoCircle,
  plain: IconInfoCircle,
  warn: IconAlertTriangle,
  bad: IconPlugConnectedX,
};

/** A message that stays in its place on the page until it is dealt with. */
export function Notice({ tone, title, children, actions, icon }: { tone: Tone; title?: ReactNode; children?: ReactNode; actions?: ReactNode; icon?: ReactNode }) {
  const Icon = ICONS[tone];
  return (
    <div className={`${styles.notice ?? ""} ${styles[tone] ?? ""}`} role={tone === "bad" ? "alert" : "status"}>
      {icon ?? <Icon size={18} stroke={1.6} aria-hidden />}
      {title !== undefined && <div className={styles.title}>{title}</div>}
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

const TONES = { fault: "bad", warning: "warn", quiet: "info" } as const;

/** Says what happened, why, and what to do, for anything that was thrown. */
export function ErrorNotice({ error, onRetry, actions }: { error: unknown; onRetry?: () => void; actions?: ReactNode }) {
  const shown = presentError(error);
  const retry = onRetry !== undefined && (
    <Button size="small" onClick={onRetry}>
      Try again
    </Button>
  );
  const words = [shown.reason, shown.advice].filter((part) => part !== null && part !== "").join(" ");
  return (
    <Notice
      tone={TONES[shown.severity]}
      title={shown.title}
      actions={
        retry !== false || actions !== undefined ? (
          <>
            {retry}
            {actions}
          </>
        ) : undefined
      }
    >
      {words}
    </Notice>
  );
}

/** What a place says while it holds nothing: why, and what to do next. */
export function EmptyState({ icon, title, children, action }: { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      {icon}
      <div className={styles.emptyTitle}>{title}</div>
      {children !== undefined && <div className={styles.emptyText}>{children}</div>}
      {action !== undefined && <div className={styles.emptyAction}>{action}</div>}
    </div>
  );
}

const WIDTHS = ["w68", "w84", "w96"];

/** Keeps the place of a list while it loads. */
export function SkeletonRows({ count, picture = true, label = "Loading" }: { count: number; picture?: boolean; label?: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: count }, (_, row) => (
        <div key={row} className={styles.skeletonRow} aria-hidden>
          {picture && <div className={styles.skeletonPicture} />}
          <div className={styles.skeletonLines}>
            {WIDTHS.map((key, line) => (
              <div key={key} className={styles.skeletonLine} style={{ width: `${String(58 + line * 16 - ((row * 7) % 12))}%` }} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
