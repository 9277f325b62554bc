export { CalendarDock } from "./CalendarDock";
export { FilterPanel } from "./FilterPanel";
export { Funnel } from "./Funnel";
export { SearchState } from "./SearchState";
export { useArchive } from "./store";
export { useFacets } from "./useFacets";
