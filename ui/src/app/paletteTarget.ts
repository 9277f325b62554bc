import { create } from "zustand";

import type { AreaReport } from "../ipc";

export type Target = { kind: "bounds"; bounds: AreaReport["bounds"] } | { kind: "point"; lon: number; lat: number } | { kind: "search"; id: string };

/** Where the map is to go next; the map, which is loaded later than the palette, takes it from here. */
type TargetState = { target: Target | null; show: (target: Target) => void; taken: () => void };

export const usePaletteTarget = create<TargetState>()((set) => ({
  target: null,
  show: (target) => {
    set({ target });
  },
  taken: () => {
    set({ target: null });
  },
}));
