import { SegmentedControl } from "@mantine/core";
import { IconCircleDashed, IconPlus, IconSlice, IconTrash } from "@tabler/icons-react";

import type { Area } from "../../ipc";
import type { EditorState, Grip } from "../../map";
import { useEditor, useMap } from "../../map";
import { Button, IconButton, Label } from "../../shared/ui";
import styles from "./EditPanel.module.css";
import { VertexTable } from "./VertexTable";

const GRIPS: { value: Grip; label: string }[] = [
  { value: "vertices", label: "Vertices" },
  { value: "whole", label: "Move, turn, scale" },
];

/** How the shape at hand is changed: by its vertices, as a whole, by further outlines and holes, or in figures. It waits
 * while one of these is drawn. */
export function EditPanel({ areas }: { areas: readonly Area[] }) {
  const edit = useEditor((state) => (state.mode === "edit" ? state : state.mode === "draw" ? state.edit : null));
  const drawing = useEditor(({ mode }) => mode === "draw");
  return edit === null ? null : <EditForm edit={edit} drawing={drawing} areas={areas} />;
}

function EditForm({ edit, drawing, areas }: { edit: Extract<EditorState, { mode: "edit" }>; drawing: boolean; areas: readonly Area[] }) {
  const { editor } = useMap();
  const names = edit.shape.map(({ areaId }) => areas.find(({ id }) => id === areaId)?.name ?? "New outline");
  return (
    <section className={styles.panel} aria-label="Edit shape" inert={drawing}>
      <h2 className={styles.title}>{names.length === 1 ? `Shape of ${names[0] ?? ""}` : `${String(names.length)} outlines together`}</h2>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="What the pointer takes hold of"
        data={GRIPS}
        value={edit.grip}
        onChange={(grip) => {
          editor.dispatch({ type: "grip", grip });
        }}
      />
      <div className={styles.actions}>
        <Button
          size="small"
          aria-label="Add an outline"
          icon={<IconPlus size={15} stroke={1.6} aria-hidden />}
          onClick={() => {
            editor.dispatch({ type: "start", tool: "polygon", purpose: "part" });
          }}
        >
          Outline
        </Button>
        <Button
          size="small"
          aria-label="Cut a hole"
          icon={<IconCircleDashed size={15} stroke={1.6} aria-hidden />}
          onClick={() => {
            editor.dispatch({ type: "start", tool: "polygon", purpose: "hole" });
          }}
        >
          Hole
        </Button>
        <Button
          size="small"
          aria-label="Split along a line"
          icon={<IconSlice size={15} stroke={1.6} aria-hidden />}
          onClick={() => {
            editor.dispatch({ type: "start", tool: "line", purpose: "split" });
          }}
        >
          Split
        </Button>
      </div>
      {edit.shape.length > 1 && (
        <ul aria-label="Outlines" className={styles.parts}>
          {edit.shape.map(({ rings, areaId }, part) => (
            <li key={areaId ?? `new-${String(part)}`}>
              <Label>
                {part + 1} · {names[part]} · {rings[0]?.length ?? 0} vertices
              </Label>
              <IconButton
                size="small"
                label={`Remove outline ${String(part + 1)}`}
                onClick={() => {
                  editor.dispatch({ type: "removePart", part });
                }}
              >
                <IconTrash size={15} stroke={1.6} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <VertexTable edit={edit} />
    </section>
  );
}

/** The two ways out of an edit, at the foot of the panel. */
export function EditFoot() {
  const { editor } = useMap();
  const drawing = useEditor(({ mode }) => mode === "draw");
  return (
    <footer className={styles.foot} inert={drawing}>
      <Button
        tone="quiet"
        onClick={() => {
          editor.dispatch({ type: "stop" });
        }}
      >
        Discard
      </Button>
      <Button
        tone="primary"
        onClick={() => {
          editor.dispatch({ type: "finish" });
        }}
      >
        Keep the shape
      </Button>
    </footer>
  );
}
