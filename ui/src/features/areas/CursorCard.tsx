import type { AreaReport } from "../../ipc";
import type { EditorState } from "../../map";
import { useEditorPixel, useEditorState } from "../../map";
import { formatAreaExact } from "../../shared/format";
import styles from "./Areas.module.css";

/** Beside the pointer while drawing: how large the shape is, and what comes next. */
export function CursorCard({ report }: { report: AreaReport | null }) {
  const pixel = useEditorPixel();
  const state = useEditorState();
  const hint = nextStep(state);
  if (pixel === null || hint === null) {
    return null;
  }
  return (
    <div className={styles.cursor} style={{ transform: `translate(${String(pixel.x + 16)}px, ${String(pixel.y + 14)}px)` }}>
      {report !== null && <strong>{formatAreaExact(report.km2)}</strong>}
      <span>{hint}</span>
    </div>
  );
}

function nextStep(state: EditorState): string | null {
  switch (state.mode) {
    case "polygon":
      return state.points.length === 0 ? "click the first corner" : state.points.length < 3 ? "click to add" : "click to add, Enter to finish";
    case "rectangle":
      return state.start === null ? "drag, or click a corner" : "release or click the opposite corner";
    case "circle":
      return state.start === null ? "drag, or click the centre" : "release or click at the rim";
    default:
      return null;
  }
}
