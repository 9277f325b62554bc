import { create } from "zustand";
import { persist } from "zustand/middleware";

/** How many times its plain size everything on the page may have. */
export const TEXT_SCALES = [1, 1.25, 1.5, 1.75, 2] as const;

type TextScale = { scale: number; setScale: (scale: number) => void; /** One step larger or smaller, as far as it goes. */ step: (by: 1 | -1) => void };

/** The size of the page's text and all with it. It belongs to this screen, not to the account. */
export const useTextScale = create<TextScale>()(
  persist(
    (set) => ({
      scale: 1,
      setScale: (scale) => {
        set({ scale });
      },
      step: (by) => {
        set(({ scale }) => {
          const next = by > 0 ? TEXT_SCALES.find((one) => one > scale) : TEXT_SCALES.findLast((one) => one < scale);
          return { scale: next ?? scale };
        });
      },
    }),
    { name: "swath.text" },
  ),
);
