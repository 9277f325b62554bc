import { Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { ReactNode } from "react";

import type { Area } from "../../ipc";
import type { EditorState, MenuRequest } from "../../map";
import { useEditorMenu, useMap } from "../../map";
import { formatCoordinates } from "../../shared/format";
import styles from "./Overlay.module.css";
import { useAreasHabits, useAreasView } from "./store";
import type { WayId } from "./tools";
import type { AreaActions } from "./useAreaActions";
import { areaAt, unseen } from "./useMapPicking";

type Entry = { label: string; run: () => void; danger?: boolean; apart?: boolean; keys?: string };
type MapMenuProps = { areas: readonly Area[]; actions: AreaActions; begin: (way: WayId) => void; undo: () => void };

/** What a right click on the map offers, by what lies under it. */
export function MapMenu({ areas, actions, begin, undo }: MapMenuProps) {
  const map = useMap();
  const request = useEditorMenu();
  const { state } = map.editor;
  const close = () => {
    map.editor.openMenu(null);
  };
  if (request === null) {
    return null;
  }
  const entries = state.mode === "edit" ? whileEditing(map.editor, state, request) : state.mode === "draw" ? whileDrawing(map.editor, undo) : atRest(map.editor, areas, actions, begin, request);
  return (
    <Menu opened onClose={close} position="bottom-start" offset={2} width={232} key={`${String(request.x)}-${String(request.y)}`}>
      <Menu.Target>
        {/* Where the menu hangs; what it is for is under the pointer. */}
        <div role="button" tabIndex={-1} aria-label="Here on the map" className={styles.menuAnchor} style={{ left: request.x, top: request.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        {entries.flatMap((entry): ReactNode[] => [
          ...(entry.apart === true ? [<Menu.Divider key={`${entry.label}-line`} />] : []),
          <Menu.Item key={entry.label} onClick={entry.run} {...(entry.danger === true ? { c: "var(--bad)" } : {})} rightSection={entry.keys}>
            {entry.label}
          </Menu.Item>,
        ])}
      </Menu.Dropdown>
    </Menu>
  );
}

type Editor = ReturnType<typeof useMap>["editor"];

function whileDrawing(editor: Editor, undo: () => void): Entry[] {
  return [
    { label: "Finish", keys: "Enter", run: () => { editor.dispatch({ type: "finish" }); } },
    { label: "Take back the last point", keys: "Ctrl Z", run: undo },
    { label: "Give up", keys: "Esc", danger: true, apart: true, run: () => { editor.dispatch({ type: "cancel" }); } },
  ];
}

function whileEditing(editor: Editor, state: Extract<EditorState, { mode: "edit" }>, { at, hit }: MenuRequest): Entry[] {
  const entries: Entry[] = [];
  if (hit?.kind === "vertex") {
    const { ref } = hit;
    entries.push({ label: "Delete this vertex", keys: "Del", run: () => { editor.dispatch({ type: "removeVertices", refs: [ref] }); } });
    entries.push({ label: "Type its coordinates", run: () => { editor.dispatch({ type: "select", refs: [ref] }); focusSelected(); } });
  } else if (hit?.kind === "edge" || hit?.kind === "midpoint") {
    const { ref } = hit;
    entries.push({ label: "Add a vertex here", run: () => { editor.dispatch({ type: "insertVertex", ref: { ...ref, index: ref.index + 1 }, at }); } });
  }
  const ref = hit !== null && "ref" in hit ? hit.ref : null;
  if (ref !== null && ref.ring > 0) {
    entries.push({ label: "Fill this hole", run: () => { editor.dispatch({ type: "removeRing", part: ref.part, ring: ref.ring }); } });
  }
  const part = ref?.part ?? (hit?.kind === "inside" ? hit.part : null);
  if (part !== null && state.shape.length > 1) {
    entries.push({ label: "Remove this outline", run: () => { editor.dispatch({ type: "removePart", part }); } });
  }
  if (hit?.kind === "inside") {
    entries.push({ label: "Split along a line", run: () => { editor.dispatch({ type: "start", tool: "line", purpose: "split" }); } });
    entries.push({ label: "Cut a hole here", run: () => { editor.dispatch({ type: "start", tool: "polygon", purpose: "hole" }); } });
  }
  return [
    ...entries,
    state.grip === "vertices"
      ? { label: "Move, turn, scale", keys: "T", apart: entries.length > 0, run: () => { editor.dispatch({ type: "grip", grip: "whole" }); } }
      : { label: "Edit vertices", keys: "E", apart: entries.length > 0, run: () => { editor.dispatch({ type: "grip", grip: "vertices" }); } },
    { label: "Keep the shape", keys: "Enter", run: () => { editor.dispatch({ type: "finish" }); } },
    { label: "Discard the changes", danger: true, apart: true, run: () => { editor.dispatch({ type: "stop" }); } },
  ];
}

/** The row follows the selection; its first field takes the keyboard once it is there. */
function focusSelected(): void {
  setTimeout(() => document.querySelector<HTMLInputElement>('[aria-label="Vertices"] [data-selected="true"] input')?.focus(), 60);
}

function atRest(editor: Editor, areas: readonly Area[], actions: AreaActions, begin: (way: WayId) => void, { at }: MenuRequest): Entry[] {
  const habits = useAreasHabits.getState();
  const area = areaAt(areas, unseen(), at[0], at[1]);
  const drawHere = () => {
    begin("polygon");
    editor.dispatch({ type: "place", at });
  };
  const copy: Entry = {
    label: "Copy the coordinates",
    apart: true,
    run: () => {
      const text = formatCoordinates(at[0], at[1]);
      void navigator.clipboard.writeText(text).then(() => notifications.show({ message: `${text} copied` }), useAreasView.getState().report);
    },
  };
  if (area === null) {
    return [{ label: "Draw a polygon from here", run: drawHere }, { label: "This view as an area", keys: "V", run: () => { begin("view"); } }, copy];
  }
  return [
    { label: `Edit ${area.name}`, run: () => { actions.edit([area], false); } },
    { label: "Show all of it", run: () => { actions.choose(area, true); } },
    { label: "Duplicate", run: () => void actions.duplicate([area]) },
    { label: "Hide", run: () => { habits.hide([area.id], true); } },
    { label: "Draw a polygon from here", apart: true, run: drawHere },
    copy,
    { label: "Remove", danger: true, apart: true, run: () => void actions.remove([area]) },
  ];
}
