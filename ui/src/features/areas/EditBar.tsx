import { IconKeyboard } from "@tabler/icons-react";

import type { AreaReport } from "../../ipc";
import type { Note } from "../../map";
import { useEditorState, useMap } from "../../map";
import { formatCount, formatDistance } from "../../shared/format";
import { Button, IconButton, KeyCap } from "../../shared/ui";
import { CornerField } from "./CornerField";
import styles from "./Overlay.module.css";
import { formatSize } from "./size";
import { sumOf } from "./useLiveReport";

const NOTES: Record<Note, string> = {
  needsThree: "An outline needs at least three vertices.",
  tooSmall: "Too small to be an outline. Give points that are further apart.",
  holeOutside: "A hole has to begin inside an outline.",
  splitOutside: "The line has to go through an outline.",
  splitHoles: "Only an outline without holes can be split. Fill its holes first, or cut through them under Reshape.",
  lastOutline: "This is the last outline. To be rid of it, remove the area.",
};

/** At the foot of the map while a shape is drawn or edited: its measures, a field for typed corners, the ways out. */
export function EditBar({ reports, onUndo }: { reports: readonly AreaReport[] | null; onUndo: () => void }) {
  const { editor } = useMap();
  const state = useEditorState();
  if (state.mode === "idle" || state.mode === "done") {
    return null;
  }
  const finishable = state.mode === "edit" || (state.tool === "polygon" && state.points.length >= 3);
  const sum = reports === null ? null : sumOf(reports);
  return (
    <div className={styles.editBar} role="toolbar" aria-label="Drawing">
      {state.note !== null && (
        <p className={styles.note} role="alert">
          {NOTES[state.note]}
        </p>
      )}
      {sum !== null && (
        // Read out once the hand rests, not with every step of the pointer.
        <span className={styles.measures} role="status" aria-live={state.mode === "edit" && state.gesture === null ? "polite" : "off"}>
          <strong>{formatSize(sum.km2)}</strong>
          <span>
            <span className={styles.perimeter}>perimeter </span>
            {formatDistance(sum.perimeterKm)}
          </span>
          <span className={styles.count}>{formatCount(sum.vertices)} vertices</span>
        </span>
      )}
      {state.mode === "draw" && state.tool !== "freehand" && <CornerField drawing={state} />}
      <span className={styles.ways}>
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
            editor.dispatch({ type: state.mode === "edit" ? "stop" : "cancel" });
          }}
        >
          <KeyCap>Esc</KeyCap> cancel
        </Button>
        <Button size="small" tone="quiet" className={styles.undo} onClick={onUndo}>
          <KeyCap>Ctrl Z</KeyCap> undo
        </Button>
        <EditorKeys />
      </span>
    </div>
  );
}

const KEYS: readonly (readonly [string, string])[] = [
  ["Alt", "does not snap"],
  ["Shift", "right angles while drawing, several vertices while editing"],
  ["Backspace", "takes a vertex away"],
  ["← ↑ → ↓", "move what is chosen, with Shift by more"],
  ["T  E", "the whole shape, its vertices"],
];

/** What the keyboard adds to the pointer. */
function EditorKeys() {
  return (
    <IconButton
      size="small"
      label="Keys of the editor"
      tooltip={
        <dl className={styles.keys}>
          {KEYS.map(([key, does]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      }
    >
      <IconKeyboard size={17} stroke={1.6} aria-hidden />
    </IconButton>
  );
}
