// What is under way in the in-memory twin, and the window that waits for it.
import type { Act, ActUnderWay } from "../bindings";
import type { Commands } from "../transport";
import { switches } from "./switches";
import { emit, nowText, ok } from "./world";

type Nouns = "actsUnderWay" | "keepOpen" | "endAnyway";

const running: ActUnderWay[] = [];

/** Notes that an act has begun; the answer ends it. */
export function begin(act: Act, reference: string, amount: string, currency: string): () => void {
  const entry: ActUnderWay = { act, reference, amount, currency, since: nowText() };
  running.push(entry);
  return () => {
    running.splice(running.indexOf(entry), 1);
  };
}

if (switches.closing) {
  begin("order", "TAGUS-2026-07-K7M4QX2B", "6109.36", "EUR");
  begin("accept", "PORTO-2026-09-H2V9", "2537.00", "EUR");
  setTimeout(() => {
    emit("closingWaits", null);
  }, 1500);
}

export const acts: Pick<Commands, Nouns> = {
  actsUnderWay: () => ok(running),
  keepOpen: () => ok(null),
  endAnyway: () => {
    running.length = 0;
    return ok(null);
  },
};
