export { Inspector } from "./Inspector";
export { Legend } from "./Legend";
export { QuicklookBar } from "./QuicklookBar";
export { ResultsList } from "./ResultsList";
export { SceneMapLayers } from "./SceneMapLayers";
export { useResults } from "./store";
export { SplitHandle } from "./SplitHandle";
export { UnderPointer } from "./UnderPointer";
