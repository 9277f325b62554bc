import { create } from "zustand";

/** What is typed as the next corner, and how often the keyboard has asked to type one. */
type Corner = { text: string; asked: number; write: (text: string) => void; ask: (first: string) => void };

export const useCorner = create<Corner>()((set) => ({
  text: "",
  asked: 0,
  write: (text) => {
    set({ text });
  },
  ask: (first) => {
    set(({ text, asked }) => ({ text: text + first, asked: asked + 1 }));
  },
}));
