import { useEffect, useRef } from "react";

import type { SceneRow } from "../../ipc";
import { isCovered, isTyping } from "../../shared/keyboard";
import { useResults } from "./store";

type Rows = {
  matched: number;
  /** The scene that is chosen, wherever in the list it is; undefined while none is or it isn't read yet. */
  chosen: SceneRow | undefined;
  rowAt: (index: number) => SceneRow | undefined;
  indexOf: (id: string) => number;
  scrollTo: (index: number) => void;
  keep: (row: SceneRow) => void;
  show: (row: SceneRow) => void;
  /** Into the basket, or out of it. */
  basket: (row: SceneRow) => void;
};

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1, PageDown: 8, PageUp: -8 };

/** Keys of the results: arrows move, Space keeps, B puts it into the basket or takes it out, Z zooms to it, O shows the picture, Q flickers, Enter opens, Escape closes. */
export function useResultKeys(rows: Rows): void {
  const current = useRef(rows);
  useEffect(() => {
    current.current = rows;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || isCovered() || event.ctrlKey || event.metaKey || event.altKey || ownKeys(event)) {
        return;
      }
      // What turns with each press is pressed once, however long the key is held.
      if (event.repeat && !(event.key in STEPS)) {
        return;
      }
      if (handle(event.key, current.current)) {
        event.preventDefault();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}

/** Sliders and the map move by arrows themselves; a focused button is pressed by Space and Enter. */
function ownKeys(event: KeyboardEvent): boolean {
  const { target, key } = event;
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  if (key in STEPS) {
    return target.matches('input[type="range"], canvas, [role="slider"], [role="separator"]');
  }
  return (key === " " || key === "Enter") && target.matches("button, a, summary");
}

function handle(key: string, rows: Rows): boolean {
  const view = useResults.getState();
  const index = view.selectedId === null ? -1 : rows.indexOf(view.selectedId);
  const step = STEPS[key];
  if (step !== undefined) {
    const next = Math.min(rows.matched - 1, Math.max(0, index < 0 ? 0 : index + step));
    const row = rows.rowAt(next);
    if (next >= 0) {
      rows.scrollTo(next);
    }
    if (row !== undefined) {
      view.select(row.id);
    }
    return rows.matched > 0;
  }
  const { chosen } = rows;
  switch (key.toLowerCase()) {
    case " ":
      if (chosen !== undefined) {
        rows.keep(chosen);
      }
      return chosen !== undefined;
    case "b":
      if (chosen !== undefined) {
        rows.basket(chosen);
      }
      return chosen !== undefined;
    case "z":
      if (chosen !== undefined) {
        rows.show(chosen);
      }
      return chosen !== undefined;
    case "enter":
      view.setInspector(view.selectedId !== null);
      return view.selectedId !== null;
    case "q":
      view.flicker();
      return true;
    case "o":
      view.setQuicklook({ shown: !view.quicklook.shown });
      return true;
    case "escape":
      if (view.under !== null) {
        view.setUnder(null);
      } else if (view.inspectorOpen) {
        view.setInspector(false);
      } else {
        view.select(null);
      }
      return true;
    default:
      return false;
  }
}
