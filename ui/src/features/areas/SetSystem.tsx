import { useState } from "react";

import type { ReadAnswers } from "../../ipc";
import { Button } from "../../shared/ui";
import { OtherSystem } from "./QuestionCard";
import styles from "./Reading.module.css";

/** The reference system against what was read: files say the wrong one, or none, and are read without a question. */
export function SetSystem({ answers, asked = false, onAnswer }: { answers: ReadAnswers; asked?: boolean; onAnswer: (answers: ReadAnswers) => void }) {
  const [open, setOpen] = useState(asked);
  const set = answers.epsg != null || answers.byDefinition === true;
  if (set) {
    return (
      <div className={styles.system}>
        <span className={styles.figures}>
          {answers.epsg == null ? "Reference system: what its numbers say" : `Reference system set by you: ${String(answers.epsg)}`}
        </span>
        <Button
          size="small"
          tone="quiet"
          onClick={() => {
            setOpen(false);
            onAnswer({ ...answers, epsg: null, byDefinition: false });
          }}
        >
          Go by what is written
        </Button>
      </div>
    );
  }
  if (!open) {
    return (
      <div className={styles.system}>
        <Button
          size="small"
          tone="quiet"
          onClick={() => {
            setOpen(true);
          }}
        >
          In the wrong place? Set its reference system
        </Button>
      </div>
    );
  }
  return (
    <section className={styles.numbered} aria-label="Reference system">
      <p className={styles.figures}>Give the number that EPSG or ESRI has for the system of its positions: 31370 is Belgian Lambert 72, 4326 is degrees of WGS 84.</p>
      <OtherSystem
        focused
        onChoose={(epsg) => {
          onAnswer({ ...answers, epsg });
        }}
      />
    </section>
  );
}
