import { IconUpload } from "@tabler/icons-react";
import { useCallback, useEffect } from "react";

import { onFileDrag } from "../../ipc";
import { useEditor } from "../../map";
import { isCovered, isTyping } from "../../shared/keyboard";
import { useAreas } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { useCorner } from "./corner";
import { CursorCard } from "./CursorCard";
import { EditBar } from "./EditBar";
import { FaultMarks } from "./FaultMarks";
import { ImportDialog } from "./ImportDialog";
import { Library } from "./Library";
import { MapMenu } from "./MapMenu";
import styles from "./Overlay.module.css";
import { PasteDialog } from "./PasteDialog";
import { ReshapeDialog } from "./ReshapeDialog";
import { useAreasHabits, useAreasView } from "./store";
import { useAreaActions } from "./useAreaActions";
import { useAreaFeatures } from "./useAreaFeatures";
import { useEditorKeys } from "./useEditorKeys";
import { useCuts } from "./useCuts";
import { useFinishedShapes } from "./useFinishedShapes";
import { useLiveReport } from "./useLiveReport";
import { useMapPicking } from "./useMapPicking";
import { useUndo } from "./useUndo";
import { useWays } from "./useWays";

/** What areas put on and over the map. `editing` is true on the Area page, where keys and clicks draw. */
export function AreaOverlay({ editing }: { editing: boolean }) {
  const actions = useAreaActions();
  const ways = useWays(actions);
  const { undo, redo } = useUndo(actions);
  const areas = useAreas().data;
  const chosenId = useSelection((selection) => selection.areaId);
  const putAway = useAreasHabits((habits) => habits.putAway);
  const dragging = useAreasView((view) => view.dragging);
  const typeCorner = useCorner((corner) => corner.ask);

  const begin = useCallback((way: Parameters<typeof ways>[0]) => {
    if (!isCovered()) {
      ways(way);
    }
  }, [ways]);
  const edit = useCallback(() => {
    const chosen = areas?.find(({ id }) => id === chosenId);
    if (chosen !== undefined) {
      actions.edit([chosen]);
    }
  }, [areas, chosenId, actions]);
  useEditorKeys(editing, { begin, edit, undo, redo, typeCorner });
  useAreaFeatures(areas, chosenId);
  useFinishedShapes(actions, editing);
  useCuts();
  useMapPicking(editing, areas, actions.choose);

  // The list may have changed elsewhere: something that exists is chosen whenever there is anything.
  useEffect(() => {
    const first = areas?.find(({ id }) => !putAway.includes(id));
    if (first !== undefined && !areas?.some(({ id }) => id === chosenId && !putAway.includes(id))) {
      useSelection.getState().selectArea(first.id);
    }
  }, [areas, chosenId, putAway]);

  useDroppedFiles(actions.readFiles);
  usePastedText(editing);

  return (
    <>
      <Drawing editing={editing} onUndo={undo} />
      {editing && <MapMenu areas={areas ?? []} actions={actions} begin={begin} undo={undo} />}
      <PasteDialog actions={actions} />
      <ImportDialog actions={actions} />
      <ReshapeDialog areas={areas ?? []} actions={actions} />
      <Library actions={actions} />
      {dragging && (
        <div className={styles.drop}>
          <IconUpload size={28} stroke={1.6} aria-hidden />
          Drop the file to read its areas
        </div>
      )}
    </>
  );
}

/** What follows the pointer while something is drawn, apart from everything that stands still. */
function Drawing({ editing, onUndo }: { editing: boolean; onUndo: () => void }) {
  const reports = useLiveReport();
  const shaping = useEditor(({ mode }) => mode === "edit");
  return (
    <>
      {editing && <FaultMarks live={shaping ? reports : null} />}
      <CursorCard reports={reports} />
      <EditBar reports={reports} onUndo={onUndo} />
    </>
  );
}

function useDroppedFiles(read: (paths: string[]) => Promise<unknown>) {
  const setDragging = useAreasView((view) => view.setDragging);
  useEffect(
    () =>
      onFileDrag((drag) => {
        setDragging(drag.kind === "over");
        if (drag.kind === "drop" && drag.paths.length > 0) {
          void read(drag.paths);
        }
      }),
    [read, setDragging],
  );
}

function usePastedText(enabled: boolean) {
  const openPaste = useAreasView((view) => view.openPaste);
  useEffect(() => {
    if (!enabled) {
      return;
    }
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!isTyping(event.target) && !isCovered()) {
        event.preventDefault();
        openPaste(text);
      }
    };
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("paste", onPaste);
    };
  }, [enabled, openPaste]);
}
