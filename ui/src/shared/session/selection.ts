import { create } from "zustand";
import { persist } from "zustand/middleware";

/** Which area and which contract the user works with; ids only, the facts stay in the query cache. */
type Selection = {
  areaId: string | null;
  contractId: string | null;
  selectArea: (areaId: string | null) => void;
  selectContract: (contractId: string | null) => void;
};

export const useSelection = create<Selection>()(
  persist(
    (set) => ({
      areaId: null,
      contractId: null,
      selectArea: (areaId) => {
        set({ areaId });
      },
      selectContract: (contractId) => {
        set({ contractId });
      },
    }),
    { name: "swath.selection" },
  ),
);
