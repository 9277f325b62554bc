import type { ReactNode } from "react";

import styles from "./StateBadge.module.css";

/** The round sign beside the title of a state that a person has to know of before anything else. */
export function StateBadge({ tone, turning = false, children }: { tone: "info" | "warn"; turning?: boolean; children: ReactNode }) {
  return <span className={[styles.badge, styles[tone], turning ? styles.turning : undefined].filter(Boolean).join(" ")}>{children}</span>;
}
