import type { MouseEvent, ReactNode } from "react";
import { useLayoutEffect, useRef } from "react";

import styles from "./Turning.module.css";

/** For so long after it has turned a control is not pressed: who aimed at it meant what it was. */
export const TURNED_MS = 400;

/**
 * Round controls whose meaning turns by itself, as Cancel does into Search when a search ends: a press that was on its way to the
 * one is not taken for the other. `meaning` says which it is. What turns because it was pressed is watched by `ignoreSecondPresses`.
 */
export function Turning({ meaning, children }: { meaning: string; children: ReactNode }) {
  const turned = useRef({ meaning, at: -Infinity });
  const pressed = useRef(false);
  useLayoutEffect(() => {
    if (turned.current.meaning !== meaning) {
      turned.current = { meaning, at: pressed.current ? -Infinity : performance.now() };
      pressed.current = false;
    }
  }, [meaning]);
  const guard = (event: MouseEvent) => {
    if (performance.now() - turned.current.at < TURNED_MS) {
      event.preventDefault();
      event.stopPropagation();
    } else {
      pressed.current = true;
    }
  };
  return (
    <span className={styles.turning} onClickCapture={guard}>
      {children}
    </span>
  );
}
