import { create } from "zustand";
import { persist } from "zustand/middleware";

import type { SceneFilter, SearchOutcome, SearchProgress } from "../../ipc";
import type { DayRange } from "../../shared/dates";
import { openFilter } from "./filter";

/** An area of a search, with its name and outline as they then were. */
export type SearchedArea = { id: string; name: string; key: string };

/** What the results are for: the areas as they then were, in the order of the shares of a row, and the days asked for. */
export type Searched = {
  areas: readonly SearchedArea[];
  range: DayRange;
  outcome: SearchOutcome | null;
  /** The outlines they are measured over, when those are others by now. */
  measuredKeys?: readonly string[];
};

type ArchiveView = {
  filter: SceneFilter;
  /** Whether the dates are the user's own; until then they follow the day it is. */
  datesChosen: boolean;
  searched: Searched | null;
  progress: SearchProgress | null;
  running: boolean;
  /** The names of the areas that are being searched, while there is no scene of them yet. */
  coming: readonly string[] | null;
  problem: unknown;
  /** Whether the search with the problem had brought scenes, so that it can be gone on with. */
  begun: boolean;
  /** Whether scenes that cover very little are shown too. */
  unfolded: boolean;
  change: (patch: Partial<SceneFilter>) => void;
  suggestDates: (range: DayRange) => void;
  replaceFilter: (filter: SceneFilter) => void;
  clearFilter: () => void;
  unfold: (unfolded: boolean) => void;
  update: (patch: Partial<Pick<ArchiveView, "searched" | "progress" | "running" | "coming" | "problem" | "begun">>) => void;
};

/** The filter outlives the program, as the results do that it is for; only what was chosen for a moment does not. */
export const useArchive = create<ArchiveView>()(
  persist(
    (set) => ({
      filter: { ...openFilter(), maxCloud: 30 },
      datesChosen: false,
      searched: null,
      progress: null,
      running: false,
      coming: null,
      problem: null,
      begun: false,
      unfolded: false,
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
      unfold: (unfolded) => {
        set({ unfolded });
      },
      update: (patch) => {
        set(patch);
      },
    }),
    {
      name: "swath.archive",
      version: 1,
      partialize: ({ filter, datesChosen }) => ({ filter: { ...filter, keptOnly: false, flawedOnly: false }, datesChosen }),
      merge: (kept, state) => {
        const { filter, datesChosen } = (kept ?? {}) as Partial<Pick<ArchiveView, "filter" | "datesChosen">>;
        return { ...state, filter: { ...state.filter, ...filter }, datesChosen: datesChosen ?? state.datesChosen };
      },
    },
  ),
);
