import { useMemo } from "react";

import { canRedo, canUndo, useEditor, useMap } from "../../map";
import { useHistory } from "./history";
import type { AreaActions } from "./useAreaActions";

/** One undo for everything: what is being drawn first, then what was done to the list. Labels say what would be undone. */
export function useUndo(actions: AreaActions) {
  const { editor } = useMap();
  const active = useEditor(({ mode }) => mode === "draw" || mode === "edit");
  const [back, forth] = [useEditor(canUndo), useEditor(canRedo)];
  const { past, future } = useHistory();

  const ways = useMemo(
    () => ({
      undo: () => {
        if (editor.active) {
          editor.dispatch({ type: "undo" });
        } else {
          void actions.undo();
        }
      },
      redo: () => {
        if (editor.active) {
          editor.dispatch({ type: "redo" });
        } else {
          void actions.redo();
        }
      },
    }),
    [editor, actions],
  );

  return {
    ...ways,
    undoes: active ? (back ? "last point" : null) : (past.at(-1)?.label ?? null),
    redoes: active ? (forth ? "next point" : null) : (future[0]?.label ?? null),
  };
}
