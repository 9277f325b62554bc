import { create } from "zustand";

import { onEvent, onReach } from "../../ipc";
import { useConnection } from "../query";

type Reach = {
  /** Since when the vendor has not answered, in ms since 1970; null while it does, as far as is known. */
  lostAt: number | null;
  /** How often it has answered again: what failed before is worth another try. */
  returns: number;
  /** Pictures that the vendor gave no answer for, named as they are asked for. */
  unanswered: ReadonlySet<string>;
};

export const useReach = create<Reach>()(() => ({ lostAt: null, returns: 0, unanswered: new Set() }));

function lose(): void {
  useReach.setState(({ lostAt }) => ({ lostAt: lostAt ?? Date.now() }));
}

/** Notes that the vendor answers again, if it was silent. */
export function answersAgain(): void {
  useReach.setState(({ lostAt, returns, unanswered }) => (lostAt === null && unanswered.size === 0 ? {} : { lostAt: null, returns: returns + 1, unanswered: new Set() }));
}

onReach((answers) => {
  if (answers) {
    answersAgain();
  } else {
    lose();
  }
});

/** Whether a picture that failed did so for want of an answer: then nothing is known of whether there is one. */
export function useUnanswered(picture: string): boolean {
  const offline = useConnection().data?.state === "offline";
  const silent = useReach(({ lostAt, unanswered }) => lostAt !== null || unanswered.has(picture));
  return offline || silent;
}

/** Listens for what the back end asked by itself and got no answer to; the returned function ends that. */
export function listenForSilence(): () => void {
  return onEvent("unanswered", ({ picture, reached }) => {
    if (picture !== null) {
      useReach.setState(({ unanswered }) => ({ unanswered: new Set([...unanswered, picture]) }));
    }
    if (!reached) {
      lose();
    }
  });
}
