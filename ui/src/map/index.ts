export { MapView } from "./chrome/MapView";
export { MapContext, useEditorPixel, useEditorState, useMap } from "./context";
export { boxBetween, toPolygon, toRing } from "./editor/geometry";
export type { Point } from "./editor/geometry";
export { canRedo, canUndo, liveRing } from "./editor/reducer";
export type { EditorState, Tool } from "./editor/reducer";
export { MapController } from "./MapController";
export type { QuicklookOverlay } from "./layers/quicklook";
export type { Bounds, MapPointer } from "./MapController";
