import type { AreaReport } from "../../ipc";
import { useEditorState, useMap } from "../../map";
import { formatAreaExact, formatCount, formatDistance } from "../../shared/format";
import { Button, KeyCap } from "../../shared/ui";
import styles from "./Areas.module.css";

/** At the foot of the map while a shape is drawn or edited: its measures, and the ways out. */
export function EditBar({ report }: { report: AreaReport | null }) {
  const { editor } = useMap();
  const state = useEditorState();
  if (state.mode === "idle" || state.mode === "done") {
    return null;
  }
  const finishable = state.mode === "edit" || (state.mode === "polygon" && state.points.length >= 3);
  return (
    <div className={styles.editBar} role="toolbar" aria-label="Drawing">
      {report !== null && (
        <span className={styles.measures} role="status">
          <strong>{formatAreaExact(report.km2)}</strong>
          <span>perimeter {formatDistance(report.perimeterKm)}</span>
          <span>{formatCount(report.vertices)} vertices</span>
        </span>
      )}
      {finishable && (
        <Button
          size="small"
          tone="quiet"
          onClick={() => {
            editor.dispatch({ type: "finish" });
          }}
        >
          <KeyCap>Enter</KeyCap> done
        </Button>
      )}
      <Button
        size="small"
        tone="quiet"
        onClick={() => {
          editor.dispatch({ type: "cancel" });
        }}
      >
        <KeyCap>Esc</KeyCap> cancel
      </Button>
      <Button
        size="small"
        tone="quiet"
        onClick={() => {
          editor.dispatch({ type: "undo" });
        }}
      >
        <KeyCap>Ctrl Z</KeyCap> undo
      </Button>
    </div>
  );
}
