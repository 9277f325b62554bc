import { useEffect } from "react";

import { useMap } from "../../map";
import { isCovered, isTyping } from "../../shared/keyboard";
import { useSelection } from "../../shared/session";
import { useAreasView } from "./store";
import type { WayId } from "./tools";

const WAY_KEYS: Record<string, WayId> = { p: "polygon", b: "box", c: "circle", v: "view", a: "angled", f: "freehand" };
const ARROWS: Record<string, readonly [number, number]> = { arrowleft: [-1, 0], arrowright: [1, 0], arrowup: [0, 1], arrowdown: [0, -1] };
/** Pixels an arrow moves a vertex, and with Shift. */
const STEP = 1;
const LEAP = 10;

type Keys = { begin: (way: WayId) => void; edit: () => void; undo: () => void; redo: () => void; typeCorner: (first: string) => void };

/** Types another name for the chosen area, unless something is being drawn. */
function rename(drawing: boolean): void {
  const { areaId } = useSelection.getState();
  if (!drawing && areaId !== null) {
    useAreasView.getState().rename(areaId);
  }
}

/** Keys of the Area page: they begin a way, and while drawing they finish, take back or give up. */
export function useEditorKeys(enabled: boolean, { begin, edit, undo, redo, typeCorner }: Keys): void {
  const map = useMap();
  useEffect(() => {
    if (!enabled) {
      return;
    }
    const { editor } = map;

    function whileEditing(key: string, event: KeyboardEvent): boolean {
      const { state } = editor;
      const arrow = ARROWS[key];
      if (key === "enter" && !(event.target instanceof HTMLButtonElement)) {
        editor.dispatch({ type: "finish" });
      } else if (key === "backspace" || key === "delete") {
        editor.dispatch({ type: "backspace" });
      } else if (key === "escape") {
        editor.dispatch({ type: "cancel" });
      } else if (state.mode === "edit" && arrow !== undefined && (state.selected.length > 0 || state.grip === "whole")) {
        const pixels = event.shiftKey ? LEAP : STEP;
        editor.dispatch({ type: "nudge", ...map.degrees(arrow[0] * pixels, arrow[1] * pixels) });
      } else if (state.mode === "edit" && (key === "t" || key === "e")) {
        editor.dispatch({ type: "grip", grip: key === "t" ? "whole" : "vertices" });
      } else if (state.mode === "draw" && state.tool !== "freehand" && /^[\d-]$/.test(event.key)) {
        typeCorner(event.key);
      } else {
        return false;
      }
      return true;
    }

    function act(event: KeyboardEvent): boolean {
      const control = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      const way = WAY_KEYS[key];
      if (control && key === "o") {
        begin("file");
      } else if (control && (key === "y" || (key === "z" && event.shiftKey))) {
        redo();
      } else if (control && key === "z") {
        undo();
      } else if (control || event.altKey) {
        return false;
      } else if (key === "f2") {
        rename(editor.active);
      } else if (editor.active) {
        return whileEditing(key, event);
      } else if (way !== undefined) {
        begin(way);
      } else if (key === "e") {
        edit();
      } else {
        return false;
      }
      return true;
    }

    const onKey = (event: KeyboardEvent) => {
      // An open dialog or menu owns the keys; Escape closes it and not what lies below.
      if (!isTyping(event.target) && !isCovered() && !event.defaultPrevented && act(event)) {
        event.preventDefault();
        // The map would pan and zoom by the same keys.
        event.stopPropagation();
      }
    };
    window.addEventListener("keydown", onKey, true);
    return () => {
      window.removeEventListener("keydown", onKey, true);
    };
  }, [enabled, map, begin, edit, undo, redo, typeCorner]);
}
