import { create } from "zustand";

/** A piece of running work the top bar shows. `share` is 0..1, or null while its end is not known. */
export type Activity = { id: string; label: string; share: number | null; cancel?: () => void };

type Activities = {
  running: Activity[];
  report: (activity: Activity) => void;
  finish: (id: string) => void;
};

export const useActivities = create<Activities>()((set) => ({
  running: [],
  report: (activity) => {
    set((state) => ({ running: [...state.running.filter((one) => one.id !== activity.id), activity] }));
  },
  finish: (id) => {
    set((state) => ({ running: state.running.filter((one) => one.id !== id) }));
  },
}));
