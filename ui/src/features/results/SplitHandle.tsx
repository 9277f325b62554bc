import { IconGripVertical } from "@tabler/icons-react";
import { useRef, useState } from "react";

import type { SceneRow } from "../../ipc";
import { formatShareRound, formatUtcClock, formatUtcDate } from "../../shared/format";
import styles from "./Split.module.css";
import { useResults } from "./store";
import { useScene } from "./useScene";

const STEP = 0.02;
const LEAP = 0.1;
const [FIRST, LAST] = [0.02, 0.98];
const within = (share: number) => Math.min(LAST, Math.max(FIRST, share));

/** Where each key takes the line from a share of the width. */
const KEYS: Readonly<Record<string, (share: number) => number>> = {
  ArrowLeft: (share) => share - STEP,
  ArrowRight: (share) => share + STEP,
  ArrowDown: (share) => share - STEP,
  ArrowUp: (share) => share + STEP,
  PageDown: (share) => share - LEAP,
  PageUp: (share) => share + LEAP,
  Home: () => FIRST,
  End: () => LAST,
};

/**
 * The line at which two pictures meet while they are compared: the one before on the left, the chosen one on the right. Each
 * side says whose picture it is.
 */
export function SplitHandle() {
  const { quicklook, setQuicklook, selectedId, previousId } = useResults();
  const line = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState(false);
  const { split, shown } = quicklook;
  const compared = split !== null && shown;
  const before = useScene(compared ? previousId : null).data?.row;
  const chosen = useScene(compared ? selectedId : null).data?.row;
  if (split === null || !shown || selectedId === null || previousId === null) {
    return null;
  }
  const [left, right] = namesOf(before, chosen);
  const put = (share: number) => {
    setMoved(true);
    setQuicklook({ split: within(share) });
  };
  return (
    <div
      ref={line}
      className={styles.split}
      style={{ left: `${String(split * 100)}%` }}
      data-moved={moved}
      role="slider"
      tabIndex={0}
      aria-label="Where the two pictures meet"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      aria-valuetext={`${formatShareRound(split * 100)} of the width: left of it ${left}, right of it ${right}`}
      onKeyDown={(event) => {
        const to = KEYS[event.key];
        if (to !== undefined) {
          event.preventDefault();
          put(to(split));
        }
      }}
      onDoubleClick={() => {
        put(0.5);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const box = line.current?.parentElement?.getBoundingClientRect();
        if (event.currentTarget.hasPointerCapture(event.pointerId) && box !== undefined) {
          put((event.clientX - box.left) / box.width);
        }
      }}
    >
      <span className={styles.left} aria-hidden>
        {left}
      </span>
      <span className={styles.right} aria-hidden>
        {right}
      </span>
      <span className={styles.grip} aria-hidden>
        <IconGripVertical size={14} stroke={1.8} />
      </span>
      <span className={styles.hint} aria-hidden>
        Drag, or press ← →
      </span>
    </div>
  );
}

/** The days of both; with the time where both were taken on one day. What has no picture says so. */
function namesOf(before: SceneRow | undefined, chosen: SceneRow | undefined): [string, string] {
  const day = (row: SceneRow | undefined) => (row === undefined ? "" : formatUtcDate(row.acquired));
  const sameDay = day(before) === day(chosen);
  const name = (row: SceneRow | undefined) => {
    if (row === undefined) {
      return "…";
    }
    const time = sameDay ? `, ${formatUtcClock(row.acquired)} UTC` : "";
    return `${day(row)}${time}${row.corners === null ? ", no picture" : ""}`;
  };
  return [name(before), name(chosen)];
}
