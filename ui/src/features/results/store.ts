import { create } from "zustand";
import { persist } from "zustand/middleware";

import type { SceneRow, Sort } from "../../ipc";
import type { ColourBy } from "../../map";

/** The scenes at one place of the map, how many there are, and where on the screen that is. */
export type UnderPointer = { x: number; y: number; count: number; rows: SceneRow[] };

type ResultsView = {
  selectedId: string | null;
  /** The one before, which Q brings back. */
  previousId: string | null;
  hoverId: string | null;
  inspectorOpen: boolean;
  mode: "cards" | "table";
  sort: Sort[];
  /** `split` is the share of the map's width at which two pictures meet; null while they are not compared. */
  quicklook: { shown: boolean; opacity: number; split: number | null; kept: boolean };
  colourBy: ColourBy;
  /** What the map shows of the footprints: a density, and the values at the ends of the colours. */
  drawn: { dense: boolean; range: [number, number] };
  under: UnderPointer | null;
  problem: unknown;
  select: (id: string | null, openInspector?: boolean) => void;
  flicker: () => void;
  hover: (id: string | null) => void;
  setInspector: (open: boolean) => void;
  setMode: (mode: "cards" | "table") => void;
  setSort: (sort: Sort[]) => void;
  setQuicklook: (patch: Partial<ResultsView["quicklook"]>) => void;
  setColourBy: (colourBy: ColourBy) => void;
  setDrawn: (drawn: ResultsView["drawn"]) => void;
  setUnder: (under: UnderPointer | null) => void;
  report: (problem: unknown) => void;
};

export const CLEAR_THEN_DATE: Sort[] = [
  { key: "cloud", descending: false },
  { key: "date", descending: true },
];

/** What shows most of the area with least cloud in the scene, then the newest. */
export const USABLE_THEN_DATE: Sort[] = [
  { key: "usable", descending: true },
  { key: "date", descending: true },
];

export const useResults = create<ResultsView>()(
  persist(
    (set) => ({
      selectedId: null,
      previousId: null,
      hoverId: null,
      inspectorOpen: false,
      mode: "cards",
      sort: USABLE_THEN_DATE,
      quicklook: { shown: true, opacity: 1, split: null, kept: false },
      colourBy: "nothing",
      drawn: { dense: false, range: [0, 0] },
      under: null,
      problem: null,
      select: (id, openInspector = isRoomy()) => {
        set((state) =>
          state.selectedId === id
            ? { inspectorOpen: state.inspectorOpen || (id !== null && openInspector) }
            : { selectedId: id, previousId: state.selectedId ?? state.previousId, inspectorOpen: id !== null && (openInspector || state.inspectorOpen) },
        );
      },
      flicker: () => {
        set((state) => (state.previousId === null ? state : { selectedId: state.previousId, previousId: state.selectedId }));
      },
      hover: (hoverId) => {
        set({ hoverId });
      },
      setInspector: (inspectorOpen) => {
        set({ inspectorOpen });
      },
      setMode: (mode) => {
        set({ mode });
      },
      setSort: (sort) => {
        set({ sort });
      },
      setQuicklook: (patch) => {
        set((state) => ({ quicklook: { ...state.quicklook, ...patch } }));
      },
      setColourBy: (colourBy) => {
        set({ colourBy });
      },
      setDrawn: (drawn) => {
        set({ drawn });
      },
      setUnder: (under) => {
        set({ under });
      },
      report: (problem) => {
        set({ problem });
      },
    }),
    {
      name: "swath.results",
      version: 3,
      migrate: () => ({}),
      partialize: ({ mode, sort, quicklook, colourBy }) => ({ mode, sort, quicklook: { ...quicklook, split: null }, colourBy }),
    },
  ),
);

/** Whether the window has room for the inspector beside the map; where it has not, it is a drawer one opens. */
function isRoomy(): boolean {
  return window.matchMedia("(min-width: 1180px)").matches;
}
