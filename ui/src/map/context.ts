import { createContext, useContext, useSyncExternalStore } from "react";

import type { EditorState } from "./editor/reducer";
import { MapController } from "./MapController";

/** One map for the life of the window. */
export const MapContext = createContext(new MapController());

export const useMap = (): MapController => useContext(MapContext);

/** The editor's state, re-read on every change. */
export function useEditorState(): EditorState {
  const { editor } = useMap();
  return useSyncExternalStore(editor.subscribe, editor.getState);
}

/** Where the pointer is while something is being drawn. */
export function useEditorPixel() {
  const { editor } = useMap();
  return useSyncExternalStore(editor.subscribe, editor.getPixel);
}
