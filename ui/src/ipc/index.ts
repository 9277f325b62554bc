// The only door to the back end. Calls return their value or throw an `IpcError`; nothing else of the UI knows the
// shell or the generated bindings.
import { Channel } from "@tauri-apps/api/core";

import { asIpcError } from "./error";
import type { Commands, EventName, EventPayloads, FileDrag, FootprintView } from "./transport";
import { insideShell, transport } from "./transport";
import type { SceneFilter } from "./bindings";

export type * from "./bindings";
/** What happened to an act; the border calls it an event, which here would be one of the page. */
export type { Event as StepEvent } from "./bindings";
export { IpcError, asIpcError } from "./error";
export type { EventName, EventPayloads, FileDrag, FootprintView } from "./transport";
export { imageUrl, insideShell } from "./transport";
export type { Channel };

type Unwrapped<Answer> = Answer extends { status: "ok"; data: infer Data } ? Data : Answer extends { status: "error" } ? never : Answer;
type Call<Command> = Command extends (...args: infer Args) => Promise<infer Answer> ? (...args: Args) => Promise<Unwrapped<Answer>> : never;
export type Ipc = { [Name in keyof Commands]: Call<Commands[Name]> };

/** Calls that only the vendor can answer; others are answered from this computer, at least in part. */
const ASKS_THE_VENDOR: ReadonlySet<keyof Commands> = new Set(["searchArchive", "resumeSearch", "refreshSearch", "priceBasket", "reviewOrder", "searchOrders"]);

const reachHandlers = new Set<(answers: boolean) => void>();

/** Calls `handler` with whether the vendor answers, as far as a call has just shown it; the returned function ends that. */
export function onReach(handler: (answers: boolean) => void): () => void {
  reachHandlers.add(handler);
  return () => {
    reachHandlers.delete(handler);
  };
}

function tellReach(answers: boolean): void {
  for (const handler of reachHandlers) {
    handler(answers);
  }
}

/** What a call shows of the network: a refusal in the vendor's words is an answer too, one from this computer shows nothing. */
function noteReach(name: keyof Commands, answer: unknown): void {
  if (typeof answer !== "object" || answer === null || !("status" in answer)) {
    return;
  }
  if (answer.status === "error" && "error" in answer) {
    if (asIpcError(name, answer.error).code === "unreachable") {
      tellReach(false);
    }
  } else if (ASKS_THE_VENDOR.has(name) || ((name === "signIn" || name === "connect" || name === "resumeConnection") && "data" in answer && isConnected(answer.data))) {
    tellReach(true);
  }
}

const isConnected = (status: unknown): boolean => typeof status === "object" && status !== null && "state" in status && status.state === "connected";

async function call(name: keyof Commands, args: unknown[]): Promise<unknown> {
  let answer: unknown;
  try {
    const command = (await transport()).commands[name] as (...args: unknown[]) => Promise<unknown>;
    answer = await command(...args);
  } catch (reason) {
    throw asIpcError(name, reason);
  }
  noteReach(name, answer);
  if (typeof answer === "object" && answer !== null && "status" in answer) {
    if (answer.status === "ok" && "data" in answer) {
      return answer.data;
    }
    if (answer.status === "error" && "error" in answer) {
      throw asIpcError(name, answer.error);
    }
  }
  return answer;
}

/** Every command of the back end, unwrapped. */
export const ipc = new Proxy({} as Ipc, {
  get: (target, name) => {
    if (typeof name !== "string" || name === "then") {
      return undefined;
    }
    const command = name as keyof Commands;
    // A test may put its own function in a command's place.
    return target[command] ?? ((...args: unknown[]) => call(command, args));
  },
});

/** Calls `handler` whenever the back end reports the fact; the returned function ends that. */
export function onEvent<Name extends EventName>(name: Name, handler: (payload: EventPayloads[Name]) => void): () => void {
  return subscription((active) => transport().then((back) => back.listen(name, (payload) => active() && handler(payload))));
}

/** Calls `handler` while files are dragged over or dropped on the window. */
export function onFileDrag(handler: (drag: FileDrag) => void): () => void {
  return subscription((active) => transport().then((back) => back.onFileDrag((drag) => active() && handler(drag))));
}

/** Listening starts asynchronously and may be ended before it has begun. */
function subscription(start: (active: () => boolean) => Promise<() => void>): () => void {
  let active = true;
  const stop = start(() => active);
  stop.catch((reason: unknown) => {
    throw asIpcError("listen", reason);
  });
  return () => {
    active = false;
    void stop.then((end) => {
      end();
    });
  };
}

/** A channel over which a long command reports its progress. */
export function makeChannel<T>(onMessage: (message: T) => void): Channel<T> {
  // The twin calls `onmessage` itself; a real channel needs the shell to exist.
  const channel = insideShell ? new Channel<T>() : ({ onmessage: onMessage } as Channel<T>);
  channel.onmessage = onMessage;
  return channel;
}

/** Draws the whole page so many times larger, as a browser's zoom does. */
export async function setPageScale(scale: number): Promise<void> {
  try {
    await (await transport()).setPageScale(scale);
  } catch (reason) {
    throw asIpcError("setPageScale", reason);
  }
}

/** The outlines of the scenes that pass the filter, or how dense they lie where there are too many, for the map. */
export async function readFootprints(filter: SceneFilter, revision: number, view: FootprintView): Promise<ArrayBuffer> {
  try {
    return await (await transport()).footprints(filter, revision, view);
  } catch (reason) {
    throw asIpcError("footprints", reason);
  }
}
