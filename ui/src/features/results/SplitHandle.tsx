import { useRef } from "react";

import styles from "./Overlay.module.css";
import { useResults } from "./store";

const STEP = 0.02;
const within = (share: number) => Math.min(0.98, Math.max(0.02, share));

/** The line at which two pictures meet while they are compared: the one before on the left, the chosen one on the right. */
export function SplitHandle() {
  const { quicklook, setQuicklook, selectedId, previousId } = useResults();
  const line = useRef<HTMLDivElement>(null);
  const { split, shown } = quicklook;
  if (split === null || !shown || selectedId === null || previousId === null) {
    return null;
  }
  const move = (x: number) => {
    const box = line.current?.parentElement?.getBoundingClientRect();
    if (box !== undefined) {
      setQuicklook({ split: within((x - box.left) / box.width) });
    }
  };
  return (
    <div
      ref={line}
      className={styles.split}
      style={{ left: `${String(split * 100)}%` }}
      role="slider"
      tabIndex={0}
      aria-label="Where the two pictures meet"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      onKeyDown={(event) => {
        const step = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
        if (step !== undefined) {
          event.preventDefault();
          setQuicklook({ split: within(split + step) });
        }
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) {
          move(event.clientX);
        }
      }}
    >
      <span aria-hidden />
    </div>
  );
}
