import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";

import { IconButton } from "../../shared/ui";
import styles from "./Areas.module.css";
import type { AreaActions } from "./useAreaActions";
import { useUndo } from "./useUndo";

/** Takes back and does again, and says what. */
export function UndoRedo({ actions }: { actions: AreaActions }) {
  const { undo, redo, undoes, redoes } = useUndo(actions);
  return (
    <div className={styles.headActions}>
      <IconButton label="Undo" tooltip={undoes === null ? "Nothing to undo" : `Undo ${lower(undoes)} · Ctrl Z`} disabled={undoes === null} onClick={undo}>
        <IconArrowBackUp size={18} stroke={1.6} />
      </IconButton>
      <IconButton label="Redo" tooltip={redoes === null ? "Nothing to redo" : `Redo ${lower(redoes)} · Ctrl Y`} disabled={redoes === null} onClick={redo}>
        <IconArrowForwardUp size={18} stroke={1.6} />
      </IconButton>
    </div>
  );
}

const lower = (label: string): string => label.slice(0, 1).toLowerCase() + label.slice(1);
