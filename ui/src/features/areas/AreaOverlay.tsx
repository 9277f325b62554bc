import { IconUpload } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo } from "react";

import { onFileDrag } from "../../ipc";
import { useEditorState, useMap, toPolygon } from "../../map";
import { isCovered, isTyping } from "../../shared/keyboard";
import { useAreas } from "../../shared/query";
import { useSelection } from "../../shared/session";
import styles from "./Areas.module.css";
import { CursorCard } from "./CursorCard";
import { EditBar } from "./EditBar";
import { FaultMarks } from "./FaultMarks";
import { PasteDialog } from "./PasteDialog";
import { useAreasView } from "./store";
import { useAreaActions } from "./useAreaActions";
import { useEditorKeys } from "./useEditorKeys";
import { useLiveReport } from "./useLiveReport";
import { useWays } from "./useWays";

/** What areas put on and over the map. `editing` is true on the Area page, where keys and clicks draw. */
export function AreaOverlay({ editing }: { editing: boolean }) {
  const map = useMap();
  const actions = useAreaActions();
  const ways = useWays(actions);
  const state = useEditorState();
  const report = useLiveReport();
  const areas = useAreas().data;
  const chosenId = useSelection((selection) => selection.areaId);
  const editedId = state.mode === "edit" ? state.areaId : null;
  const dragging = useAreasView((view) => view.dragging);

  const begin = useCallback((way: Parameters<typeof ways>[0]) => {
    if (!isCovered()) {
      ways(way);
    }
  }, [ways]);
  useEditorKeys(editing, begin);

  const features = useMemo(
    () => ({
      type: "FeatureCollection" as const,
      features: (areas ?? [])
        .filter((area) => area.id !== editedId)
        .map((area) => ({ type: "Feature" as const, properties: { id: area.id, chosen: area.id === chosenId, sound: area.report.orderable }, geometry: area.report.polygon })),
    }),
    [areas, chosenId, editedId],
  );
  useEffect(() => {
    map.setFeatures("areas", features);
  }, [map, features]);

  // A finished shape becomes an area, or the new outline of the one that was edited.
  useEffect(() => {
    if (state.mode !== "done") {
      return;
    }
    const polygon = toPolygon(state.ring);
    const edited = areas?.find((area) => area.id === state.areaId);
    map.editor.dispatch({ type: "cancel" });
    void (edited === undefined ? actions.add(polygon, null, false) : actions.replace(edited, polygon));
  }, [state, areas, actions, map]);

  useEffect(() => {
    if (!editing) {
      map.editor.dispatch({ type: "cancel" });
    }
  }, [editing, map]);

  // The list may have changed elsewhere: something that exists is chosen whenever there is anything.
  useEffect(() => {
    const first = areas?.[0];
    if (areas !== undefined && first !== undefined && !areas.some((area) => area.id === chosenId)) {
      useSelection.getState().selectArea(first.id);
    }
  }, [areas, chosenId]);

  useDroppedFiles(actions.readFiles);
  usePastedText(editing);

  return (
    <>
      {editing && <FaultMarks live={editedId === null ? null : report} />}
      <CursorCard report={report} />
      <EditBar report={report} />
      <PasteDialog actions={actions} />
      {dragging && (
        <div className={styles.drop}>
          <IconUpload size={28} stroke={1.6} aria-hidden />
          Drop the file to read its areas
        </div>
      )}
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
