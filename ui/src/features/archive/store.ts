import { create } from "zustand";

import type { SceneFilter, SearchOutcome, SearchProgress } from "../../ipc";
import type { DayRange } from "../../shared/dates";
import { openFilter } from "./filter";

/** What the results are for: the area as it then was, and the days asked for. */
export type Searched = { areaId: string; areaKey: string; range: DayRange; outcome: SearchOutcome | null; /** The area they are measured over, when it is another by now. */ measuredKey?: string };

type ArchiveView = {
  filter: SceneFilter;
  /** Whether the dates are the user's own; until then they follow the day it is. */
  datesChosen: boolean;
  searched: Searched | null;
  progress: SearchProgress | null;
  running: boolean;
  problem: unknown;
  change: (patch: Partial<SceneFilter>) => void;
  suggestDates: (range: DayRange) => void;
  replaceFilter: (filter: SceneFilter) => void;
  clearFilter: () => void;
  update: (patch: Partial<Pick<ArchiveView, "searched" | "progress" | "running" | "problem">>) => void;
};

export const useArchive = create<ArchiveView>()((set) => ({
  filter: { ...openFilter(), maxCloud: 30 },
  datesChosen: false,
  searched: null,
  progress: null,
  running: false,
  problem: null,
  change: (patch) => {
    set((state) => ({ filter: { ...state.filter, ...patch }, datesChosen: state.datesChosen || "dateFrom" in patch || "dateTo" in patch }));
  },
  suggestDates: (range) => {
    set((state) => (state.datesChosen ? state : { filter: { ...state.filter, dateFrom: range.from, dateTo: range.to } }));
  },
  replaceFilter: (filter) => {
    set({ filter, datesChosen: true });
  },
  clearFilter: () => {
    set((state) => ({ filter: { ...openFilter(), dateFrom: state.filter.dateFrom, dateTo: state.filter.dateTo } }));
  },
  update: (patch) => {
    set(patch);
  },
}));
