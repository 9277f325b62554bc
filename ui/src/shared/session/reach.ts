import { create } from "zustand";

import { onReach } from "../../ipc";

/** Since when the vendor has not answered, in ms since 1970; null while it does, as far as is known. */
export const useReach = create<{ lostAt: number | null }>()(() => ({ lostAt: null }));

onReach((answers) => {
  useReach.setState(({ lostAt }) => ({ lostAt: answers ? null : (lostAt ?? Date.now()) }));
});
