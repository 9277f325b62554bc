// Every change of the list of areas goes through here, one after the other: what it touched becomes a step that can be
// taken back, and a refusal goes to the page, not to a toast.
import type { QueryClient } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import type { Area } from "../../ipc";
import { keys } from "../../shared/query";
import { useSelection } from "../../shared/session";
import type { Kept, Step } from "./history";
import { stepBetween, useHistory } from "./history";
import { useAreasView } from "./store";

let last: Promise<unknown> = Promise.resolve();

/** Runs after everything that was asked before it, so that no two changes mix. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work, work);
  last = mine.catch(() => undefined);
  return mine;
}

const readList = (client: QueryClient): Promise<Area[]> => client.fetchQuery({ queryKey: keys.areas, queryFn: () => ipc.listAreas(), staleTime: 0 });

/** Asks for something that changes no area. Answers null when it was refused. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
  const { report } = useAreasView.getState();
  report(null);
  try {
    return await work();
  } catch (error) {
    report(error);
    return null;
  }
}

export type Change<T> = {
  label: string;
  work: () => Promise<T>;
  /** Runs once the list holds what the work made, which can only then be chosen. */
  then?: (result: T) => void;
  /** The steps it is made of, where it is more than one. */
  stepsOf?: (before: Area[], after: Area[]) => readonly Step[];
};

/** Runs one change and records what it did. Answers null when it was refused. */
export function change<T>(client: QueryClient, { label, work, then, stepsOf }: Change<T>): Promise<T | null> {
  const { report } = useAreasView.getState();
  report(null);
  return inTurn(async () => {
    const before = client.getQueryData<Area[]>(keys.areas) ?? (await readList(client).catch(() => []));
    const result = await work().catch((error: unknown) => {
      report(error);
      return null;
    });
    // Also what a refusal left half done can be taken back.
    const after = await readList(client).catch(() => before);
    const step = stepBetween(label, before, after);
    useHistory.getState().record(stepsOf?.(before, after) ?? (step === null ? [] : [step]));
    if (result !== null) {
      then?.(result);
    }
    return result;
  });
}

/** Brings the areas of a step from one of its sides to the other. */
export async function restore(from: readonly Kept[], to: readonly Kept[]): Promise<void> {
  for (const { id } of from.filter((one) => !to.some((other) => other.id === one.id))) {
    await ipc.removeArea(id);
  }
  for (const { id, name, color, polygon } of to) {
    const saved = await ipc.saveArea(id, name, polygon);
    if (saved.color !== color) {
      await ipc.colorArea(id, color);
    }
  }
}

/** Takes the last step back, or does the next one again. */
export function travel(client: QueryClient, direction: "undo" | "redo"): Promise<void> {
  return inTurn(async () => {
    const { past, future, shift } = useHistory.getState();
    const step = direction === "undo" ? past.at(-1) : future[0];
    if (step === undefined) {
      return;
    }
    const [from, to] = direction === "undo" ? [step.after, step.before] : [step.before, step.after];
    const { report } = useAreasView.getState();
    report(null);
    try {
      await restore(from, to);
      shift(direction);
      const areas = await readList(client);
      const touched = to[0]?.id ?? areas[0]?.id ?? null;
      useSelection.getState().selectArea(touched);
    } catch (error) {
      report(error);
    }
  });
}
