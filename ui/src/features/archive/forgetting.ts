// Searches that a person has just forgotten. They are out of every list at once, and off the disk once the offer to take it
// back has passed; a program that ends before keeps them.
import { create } from "zustand";

import { undoable } from "../../shared/ui/toasts";

export const useForgetting = create<{ ids: readonly string[] }>()(() => ({ ids: [] }));

const put = (id: string, leaving: boolean) => {
  useForgetting.setState(({ ids }) => ({ ids: leaving ? [...ids, id] : ids.filter((one) => one !== id) }));
};

/** Takes a search out of the lists and offers to take that back; then `remove` removes it. */
export function forget(id: string, name: string, remove: () => Promise<unknown>): void {
  put(id, true);
  undoable(
    `The search ${name} is forgotten`,
    () => {
      put(id, false);
    },
    () => {
      void remove().finally(() => {
        put(id, false);
      });
    },
  );
}
