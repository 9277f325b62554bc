// The state of the in-memory twin, one object for all nouns, and its events.
import type { AppError, Area, ConnectionStatus, Contract, ErrorCode, ErrorDetail, OrderedScene } from "../bindings";
import type { EventName, EventPayloads } from "../transport";
import { scenes } from "./scenes";

export const world = {
  connection: {
    state: "connected",
    environment: "sandbox",
    keyHint: null,
    keyStorage: { kind: "none" },
    accountHosts: null,
    orderHost: "127.0.0.1:42117",
    resumes: false,
    offlineReason: null,
    sandboxTime: "2026-09-30T14:00:00Z",
  } as ConnectionStatus,
  contracts: [
    { contractId: "CTR22005241", name: "Pléiades & SPOT", backend: "legacy", currency: "EUR", creditRemaining: "12480.00", sellsArchive: true },
    { contractId: "CTR22007718", name: "Coast and ports", backend: "legacy", currency: "EUR", creditRemaining: "4160.50", sellsArchive: true },
    { contractId: "CTR22005242", name: "Pléiades Neo", backend: "neo", currency: "EUR", creditRemaining: "30000.00", sellsArchive: true },
    { contractId: "CTR22007719", name: "Coast Neo", backend: "neo", currency: "EUR", creditRemaining: "8250.00", sellsArchive: true },
    { contractId: "CTR22009003", name: "Tasking", backend: "neo", currency: "EUR", creditRemaining: "50000.00", sellsArchive: false },
  ] as Contract[],
  areas: [] as Area[],
  /** Scenes the record holds. */
  ordered: [] as OrderedScene[],
  scenes: [...scenes],
  /** Whether the vendor can't be reached. */
  offline: false,
  /** Scenes the last search found; empty until one has run. */
  found: [] as typeof scenes,
  revision: 0,
};

/** The time by the vendor's clock, which the record keeps, too. */
export function nowText(): string {
  return world.connection.sandboxTime ?? new Date().toISOString();
}

/** The answer of a command that worked. */
export function ok<T>(data: T): Promise<{ status: "ok"; data: T }> {
  return Promise.resolve({ status: "ok", data: structuredClone(data) });
}

/** The answer of a command that was refused. */
export function refused(code: ErrorCode, message: string, hint: string | null = null, retryable = false, detail: ErrorDetail | null = null): Promise<{ status: "error"; error: AppError }> {
  return Promise.resolve({ status: "error", error: { code, message, hint, retryable, detail } });
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

type Handler = (payload: never) => void;
const handlers = new Map<EventName, Set<Handler>>();

export function listen<Name extends EventName>(name: Name, handler: (payload: EventPayloads[Name]) => void): Promise<() => void> {
  const set = handlers.get(name) ?? new Set<Handler>();
  handlers.set(name, set);
  set.add(handler);
  return Promise.resolve(() => {
    set.delete(handler);
  });
}

/** Reports a fact, as the shell does after a change. */
export function emit<Name extends EventName>(name: Name, payload: EventPayloads[Name]): void {
  for (const handler of handlers.get(name) ?? []) {
    (handler as (payload: EventPayloads[Name]) => void)(payload);
  }
}
