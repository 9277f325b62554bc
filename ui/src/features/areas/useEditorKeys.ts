import { useEffect } from "react";

import { useMap } from "../../map";
import { isTyping } from "../../shared/keyboard";
import type { WayId } from "./tools";

const WAY_KEYS: Record<string, WayId> = { p: "polygon", b: "box", c: "circle", v: "view" };

/** Keys of the Area page: they begin a way, and while drawing they finish, take back or give up. */
export function useEditorKeys(enabled: boolean, begin: (way: WayId) => void): void {
  const { editor } = useMap();
  useEffect(() => {
    if (!enabled) {
      return;
    }
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.defaultPrevented) {
        return;
      }
      const control = event.ctrlKey || event.metaKey;
      const key = event.key.toLowerCase();
      const way = WAY_KEYS[key];
      if (control && key === "o") {
        begin("file");
      } else if (!control && !event.altKey && !editor.active && way !== undefined) {
        begin(way);
      } else if (!editor.active) {
        return;
      } else if (control && key === "z") {
        editor.dispatch({ type: event.shiftKey ? "redo" : "undo" });
      } else if (control && key === "y") {
        editor.dispatch({ type: "redo" });
      } else if (key === "enter") {
        editor.dispatch({ type: "finish" });
      } else if (key === "backspace" || key === "delete") {
        editor.dispatch({ type: "backspace" });
      } else if (key === "escape") {
        editor.dispatch({ type: "cancel" });
      } else {
        return;
      }
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey, true);
    return () => {
      window.removeEventListener("keydown", onKey, true);
    };
  }, [enabled, editor, begin]);
}
