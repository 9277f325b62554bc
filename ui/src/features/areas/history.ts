// What was done to the list of areas, as pairs of before and after, so that everything can be taken back: drawing, mends,
// imports, names, removals. The areas themselves stay in the query cache.
import { create } from "zustand";

import type { Area, Polygon } from "../../ipc";

/** What of an area has to be given back for it to be as it was. */
export type Kept = { id: string; name: string; color: string; polygon: Polygon };

/** One step: the areas it touched, as they were and as they are. One that is only in `after` was added by it. */
export type Step = { label: string; before: Kept[]; after: Kept[] };

const MOST_STEPS = 500;

export const keep = ({ id, name, color, report }: Area): Kept => ({ id, name, color, polygon: report.polygon });

const same = (a: Kept | undefined, b: Kept | undefined): boolean => a?.name === b?.name && a?.color === b?.color && JSON.stringify(a?.polygon) === JSON.stringify(b?.polygon);

/** The step between two states of the list; null when nothing changed. */
export function stepBetween(label: string, before: readonly Area[], after: readonly Area[]): Step | null {
  const [old, now] = [before.map(keep), after.map(keep)];
  const step = {
    label,
    before: old.filter((one) => !same(one, now.find(({ id }) => id === one.id))),
    after: now.filter((one) => !same(one, old.find(({ id }) => id === one.id))),
  };
  return step.before.length === 0 && step.after.length === 0 ? null : step;
}

type History = {
  past: readonly Step[];
  future: readonly Step[];
  record: (steps: readonly Step[]) => void;
  /** Moves the last step from one pile to the other. */
  shift: (direction: "undo" | "redo") => void;
};

export const useHistory = create<History>()((set) => ({
  past: [],
  future: [],
  record: (steps) => {
    set(({ past }) => (steps.length === 0 ? {} : { past: [...past, ...steps].slice(-MOST_STEPS), future: [] }));
  },
  shift: (direction) => {
    set(({ past, future }) => {
      const moved = direction === "undo" ? past.at(-1) : future[0];
      if (moved === undefined) {
        return {};
      }
      return direction === "undo" ? { past: past.slice(0, -1), future: [moved, ...future] } : { past: [...past, moved], future: future.slice(1) };
    });
  },
}));
