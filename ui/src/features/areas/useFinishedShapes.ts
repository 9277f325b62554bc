import { useEffect } from "react";

import { useMap } from "../../map";
import { undoable } from "../../shared/ui/toasts";
import { useAreasView } from "./store";
import type { AreaActions } from "./useAreaActions";

/** A finished shape becomes an area, or the new outline of those that were edited; one given up can be had back. */
export function useFinishedShapes(actions: AreaActions, editing: boolean): void {
  const { editor } = useMap();
  useEffect(() => {
    editor.handle(
      (shape, steps) => {
        const finished = editor.state;
        void actions.finishEdit(shape, steps).then((saved) => {
          const [first] = saved ?? [];
          if (first !== undefined) {
            // The field or the map that had the keyboard was there for the drawing.
            useAreasView.getState().arrive(first.id);
          }
          // Until the list has it, the map shows the shape itself. A refusal must not cost the work.
          if (editor.state === finished) {
            editor.dispatch(saved === null ? { type: "edit", shape } : { type: "stop" });
          }
        });
      },
      (work) => {
        undoable(work.mode === "edit" ? "Changes discarded" : "Drawing discarded", () => {
          editor.dispatch({ type: "resume", state: work });
        });
      },
    );
    return () => {
      editor.handle(null, null);
    };
  }, [editor, actions]);

  // On another page there is nothing to draw with: what is finished is kept, the rest can be taken up again.
  useEffect(() => {
    if (!editing) {
      editor.dispatch({ type: editor.state.mode === "edit" ? "finish" : "stop" });
    }
  }, [editing, editor]);
}
