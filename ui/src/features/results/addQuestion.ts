// What is asked before a scene goes into the basket, where it isn't plain which area it is for.
import { create } from "zustand";

import type { SceneRow } from "../../ipc";

/** `stale`: the list is for other areas, or other outlines, than are chosen. `areas`: the scene shows several of the list. */
export type AddQuestion = { kind: "stale"; row: SceneRow; staleness: "areas" | "outline" } | { kind: "areas"; rowId: string };

export const useAddQuestion = create<{ question: AddQuestion | null; ask: (question: AddQuestion | null) => void }>()((set) => ({
  question: null,
  ask: (question) => {
    set({ question });
  },
}));
