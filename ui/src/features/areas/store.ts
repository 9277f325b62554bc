import { create } from "zustand";
import { persist } from "zustand/middleware";

import type { FileReading } from "../../ipc";
import type { CoordinateStyle } from "../../shared/format";

/** What the Area page shows beside the areas themselves. */
type AreasView = {
  pasteOpen: boolean;
  pasteText: string;
  /** The fault whose place is pointed out on the map, as its place in the list. */
  activeFault: number;
  problem: unknown;
  dragging: boolean;
  /** Areas picked for something that is done to several at once. */
  picked: readonly string[];
  /** The area whose name is being typed. */
  renaming: string | null;
  /** Files that were read and wait for an answer, or for their areas to be taken over. */
  imported: readonly FileReading[] | null;
  /** Areas that were taken over from those files already, in whose place the next reading of them comes. */
  replacing: readonly string[];
  /** Areas whose shape is to be changed as a whole. */
  reshaping: readonly string[] | null;
  /** The area whose entry is to take the keyboard, once the list has it. */
  arriving: string | null;
  libraryOpen: boolean;
  openPaste: (text?: string) => void;
  closePaste: () => void;
  pointOut: (fault: number) => void;
  report: (problem: unknown) => void;
  setDragging: (dragging: boolean) => void;
  pick: (ids: readonly string[]) => void;
  rename: (id: string | null) => void;
  showImport: (imported: readonly FileReading[] | null, replacing?: readonly string[]) => void;
  reshape: (ids: readonly string[] | null) => void;
  openLibrary: (libraryOpen: boolean) => void;
  arrive: (id: string | null) => void;
};

export const useAreasView = create<AreasView>()((set) => ({
  pasteOpen: false,
  pasteText: "",
  activeFault: 0,
  problem: null,
  dragging: false,
  picked: [],
  renaming: null,
  imported: null,
  replacing: [],
  reshaping: null,
  arriving: null,
  libraryOpen: false,
  openPaste: (text = "") => {
    set({ pasteOpen: true, pasteText: text });
  },
  closePaste: () => {
    set({ pasteOpen: false });
  },
  pointOut: (activeFault) => {
    set({ activeFault });
  },
  report: (problem) => {
    set({ problem });
  },
  setDragging: (dragging) => {
    set({ dragging });
  },
  pick: (picked) => {
    set({ picked });
  },
  rename: (renaming) => {
    set({ renaming });
  },
  showImport: (imported, replacing = []) => {
    set({ imported, replacing });
  },
  reshape: (reshaping) => {
    set({ reshaping });
  },
  openLibrary: (libraryOpen) => {
    set({ libraryOpen });
  },
  arrive: (arriving) => {
    set({ arriving });
  },
}));

/** What the Area page remembers from one day to the next. */
type AreasHabits = {
  /** Areas that are not drawn on the map. */
  hidden: readonly string[];
  /** Areas that rest in the library: kept, but not in the list nor on the map. */
  putAway: readonly string[];
  coordinates: CoordinateStyle;
  hide: (ids: readonly string[], hidden: boolean) => void;
  store: (ids: readonly string[], putAway: boolean) => void;
  write: (coordinates: CoordinateStyle) => void;
};

const marked = (all: readonly string[], ids: readonly string[], on: boolean) => [...all.filter((id) => !ids.includes(id)), ...(on ? ids : [])];

export const useAreasHabits = create<AreasHabits>()(
  persist(
    (set) => ({
      hidden: [],
      putAway: [],
      coordinates: "decimal",
      hide: (ids, hidden) => {
        set((state) => ({ hidden: marked(state.hidden, ids, hidden) }));
      },
      store: (ids, putAway) => {
        set((state) => ({ putAway: marked(state.putAway, ids, putAway) }));
      },
      write: (coordinates) => {
        set({ coordinates });
      },
    }),
    { name: "swath.areas" },
  ),
);
