import { create } from "zustand";
import { persist } from "zustand/middleware";

/** Which area the user works with and which contract pays; ids only, the facts stay in the query cache. */
type Selection = {
  areaId: string | null;
  /** Further areas that are searched together with it. */
  alsoAreaIds: readonly string[];
  /** Chosen in the top bar; `null` while nobody has chosen. */
  contractId: string | null;
  /** Who was chosen to pay, by the set of contracts that were offered: see `payerKey`. */
  payers: Record<string, string>;
  /** Chooses one area, alone. */
  selectArea: (areaId: string | null) => void;
  /** Chooses several to be searched together; the first is the one the map and the forms speak of. */
  selectAreas: (areaIds: readonly string[]) => void;
  selectContract: (contractId: string | null) => void;
  rememberPayer: (key: string, contractId: string) => void;
};

export const useSelection = create<Selection>()(
  persist(
    (set) => ({
      areaId: null,
      alsoAreaIds: [],
      contractId: null,
      payers: {},
      selectArea: (areaId) => {
        set({ areaId, alsoAreaIds: [] });
      },
      selectAreas: ([areaId = null, ...alsoAreaIds]) => {
        set({ areaId, alsoAreaIds });
      },
      selectContract: (contractId) => {
        set({ contractId });
      },
      rememberPayer: (key, contractId) => {
        set(({ payers }) => ({ payers: { ...payers, [key]: contractId } }));
      },
    }),
    { name: "swath.selection" },
  ),
);
