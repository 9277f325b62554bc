import { createContext, useContext, useSyncExternalStore } from "react";

import type { EditorState } from "./editor/state";
import { MapController } from "./MapController";

/** One map for the life of the window. */
export const MapContext = createContext(new MapController());

export const useMap = (): MapController => useContext(MapContext);

/** The editor's state, re-read on every change: while drawing that is every movement of the pointer. */
export function useEditorState(): EditorState {
  const { editor } = useMap();
  return useSyncExternalStore(editor.subscribe, editor.getState);
}

/** What `select` gives of the editor's state; renders only when that is another value. */
export function useEditor<T>(select: (state: EditorState) => T): T {
  const { editor } = useMap();
  return useSyncExternalStore(editor.subscribe, () => select(editor.getState()));
}

/** Where the pointer is while something is being drawn. */
export function useEditorPixel() {
  const { editor } = useMap();
  return useSyncExternalStore(editor.subscribe, editor.getPixel);
}

/** The right click that asks for a menu; null while none does. */
export function useEditorMenu() {
  const { editor } = useMap();
  return useSyncExternalStore(editor.subscribe, editor.getMenu);
}
