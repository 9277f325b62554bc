import { useLayoutEffect, useRef } from "react";

import type { AreaReport } from "../../ipc";
import type { EditorState, Measure } from "../../map";
import { measure, useEditorPixel, useEditorState } from "../../map";
import { formatAngle, formatDistance } from "../../shared/format";
import styles from "./Overlay.module.css";
import { formatSize } from "./size";
import { sumOf } from "./useLiveReport";

/** How far in pixels the card stands off the pointer. */
const AWAY = 16;

/** Beside the pointer while drawing: how large the shape is, how long and which way the side at hand, and what comes
 * next. */
export function CursorCard({ reports }: { reports: readonly AreaReport[] | null }) {
  const pixel = useEditorPixel();
  const state = useEditorState();
  const hint = nextStep(state);
  const measured = measure(state);
  const dragging = state.mode === "edit" && state.gesture !== null;
  const card = useRef<HTMLDivElement>(null);

  // The card goes to the other side of the pointer where it would leave the map.
  useLayoutEffect(() => {
    const element = card.current;
    const room = element?.offsetParent;
    if (element !== null && room !== null && room !== undefined && pixel !== null) {
      const x = pixel.x + AWAY + element.offsetWidth > room.clientWidth ? pixel.x - AWAY - element.offsetWidth : pixel.x + AWAY;
      const y = pixel.y + AWAY + element.offsetHeight > room.clientHeight ? pixel.y - AWAY - element.offsetHeight : pixel.y + AWAY;
      element.style.transform = `translate(${String(Math.max(4, x))}px, ${String(y)}px)`;
    }
  });

  if (pixel === null || (hint === null && !dragging)) {
    return null;
  }
  return (
    <div ref={card} className={styles.cursor}>
      {reports !== null && <strong>{formatSize(sumOf(reports).km2)}</strong>}
      {measured !== null && <span className={styles.measure}>{describe(measured)}</span>}
      {hint !== null && <span>{hint}</span>}
    </div>
  );
}

export function describe(measured: Measure): string {
  switch (measured.kind) {
    case "side":
      return [formatDistance(measured.km), `towards ${formatAngle(measured.bearing)}`, ...(measured.angle === null ? [] : [`corner ${formatAngle(measured.angle)}`])].join(" · ");
    case "box":
      return `${formatDistance(measured.width)} × ${formatDistance(measured.height)}${measured.bearing === null ? "" : ` · turned ${formatAngle(measured.bearing)}`}`;
    case "radius":
      return `radius ${formatDistance(measured.km)}`;
    case "corner":
      return `sides ${formatDistance(measured.before)}, ${formatDistance(measured.after)} · corner ${formatAngle(measured.angle)}`;
  }
}

function nextStep(state: EditorState): string | null {
  if (state.mode !== "draw") {
    return null;
  }
  const count = state.points.length;
  switch (state.tool) {
    case "polygon":
      return count === 0 ? "click the first corner" : count < 3 ? "click to add" : "click to add, Enter to finish";
    case "rectangle":
      return count === 0 ? "drag, or click a corner" : "release or click the opposite corner";
    case "line":
      return count === 0 ? "click where the cut begins" : "click where it ends";
    case "angled":
      return count === 0 ? "click one end of a side" : count === 1 ? "click its other end" : "click how wide it is";
    case "circle":
      return count === 0 ? "drag, or click the centre" : "release or click at the rim";
    case "freehand":
      return state.pressed ? "release to finish" : "draw with the button held";
  }
}
