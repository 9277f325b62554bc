import { Tooltip } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useRef } from "react";

import styles from "./Workbench.module.css";

type Resizable = { width: number; least: number; most: number; setWidth: (width: number) => void };

/** A width the user may change, kept for the next time. */
export function useResizable(key: string, initial: number, least: number, most: number): Resizable {
  const [width, setWidth] = useLocalStorage({ key, defaultValue: initial });
  return {
    width,
    least,
    most,
    setWidth: (next) => {
      setWidth(Math.round(Math.min(most, Math.max(least, next))));
    },
  };
}

const STEP = 16;

/** The edge between two zones: dragged, or moved by the arrow keys. `direction` is 1 when growing goes right. */
export function ResizeHandle({ label, resizable, direction }: { label: string; resizable: Resizable; direction: 1 | -1 }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const { width, least, most, setWidth } = resizable;
  return (
    <Tooltip label={`${label}: drag, or press ← →`} position={direction === 1 ? "right" : "left"}>
      {/* A separator that can be moved is a widget and takes the focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className={styles.handle}
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuemin={least}
        aria-valuemax={most}
        aria-valuenow={width}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onPointerDown={(event) => {
          start.current = { x: event.clientX, width };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (start.current !== null) {
            setWidth(start.current.width + direction * (event.clientX - start.current.x));
          }
        }}
        onPointerUp={() => {
          start.current = null;
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
            event.preventDefault();
            setWidth(width + direction * (event.key === "ArrowRight" ? STEP : -STEP));
          }
        }}
      />
    </Tooltip>
  );
}
