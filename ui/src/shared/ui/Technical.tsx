import type { ReactNode } from "react";

import styles from "./Technical.module.css";

/** What only helps whoever looks into a fault: folded away, to be opened and copied. */
export function Technical({ children }: { children: ReactNode }) {
  return (
    <details className={styles.technical}>
      <summary>For whoever looks into it</summary>
      <code className="selectable">{children}</code>
    </details>
  );
}
