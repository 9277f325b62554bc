export { Inspector } from "./Inspector";
export { QuicklookBar } from "./QuicklookBar";
export { ResultsList } from "./ResultsList";
export { SceneMapLayers } from "./SceneMapLayers";
export { useResults } from "./store";
export { UnderPointer } from "./UnderPointer";
