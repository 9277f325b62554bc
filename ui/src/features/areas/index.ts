export { AreaOverlay } from "./AreaOverlay";
export { AreaSummary } from "./AreaSummary";
export { AreasPanel } from "./AreasPanel";
