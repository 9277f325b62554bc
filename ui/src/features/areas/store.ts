import { create } from "zustand";

/** What the Area page shows beside the areas themselves. */
type AreasView = {
  pasteOpen: boolean;
  pasteText: string;
  /** The fault whose place is pointed out on the map, as its place in the list. */
  activeFault: number;
  problem: unknown;
  dragging: boolean;
  openPaste: (text?: string) => void;
  closePaste: () => void;
  pointOut: (fault: number) => void;
  report: (problem: unknown) => void;
  setDragging: (dragging: boolean) => void;
};

export const useAreasView = create<AreasView>()((set) => ({
  pasteOpen: false,
  pasteText: "",
  activeFault: 0,
  problem: null,
  dragging: false,
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
}));
