import { create } from "zustand";
import { persist } from "zustand/middleware";

/** Which area the user works with and which contract pays; ids only, the facts stay in the query cache. */
type Selection = {
  areaId: string | null;
  /** Chosen in the top bar; `null` while nobody has chosen. */
  contractId: string | null;
  /** Who was chosen to pay, by the set of contracts that were offered: see `payerKey`. */
  payers: Record<string, string>;
  selectArea: (areaId: string | null) => void;
  selectContract: (contractId: string | null) => void;
  rememberPayer: (key: string, contractId: string) => void;
};

export const useSelection = create<Selection>()(
  persist(
    (set) => ({
      areaId: null,
      contractId: null,
      payers: {},
      selectArea: (areaId) => {
        set({ areaId });
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
