// Which back end answers: the shell, or in development and tests the in-memory twin.
import { convertFileSrc } from "@tauri-apps/api/core";
import { getCurrentWebview } from "@tauri-apps/api/webview";

import type { SceneFilter } from "./bindings";
import * as bindings from "./bindings";

export type Commands = typeof bindings.commands;
export type EventName = keyof typeof bindings.events;
export type EventPayloads = {
  [Name in EventName]: Parameters<Parameters<(typeof bindings.events)[Name]["listen"]>[0]>[0]["payload"];
};

/** Files dragged over the window, as the shell reports them. */
export type FileDrag = { kind: "over" } | { kind: "leave" } | { kind: "drop"; paths: string[] };

export interface Transport {
  commands: Commands;
  listen<Name extends EventName>(name: Name, handler: (payload: EventPayloads[Name]) => void): Promise<() => void>;
  onFileDrag(handler: (drag: FileDrag) => void): Promise<() => void>;
  /** Draws the whole page so many times larger, as a browser's zoom does. */
  setPageScale(scale: number): Promise<void>;
  /** The outlines of the scenes that pass the filter, in the binary form of the border. */
  footprints(filter: SceneFilter, revision: number, view: FootprintView): Promise<ArrayBuffer>;
}

/** What of the footprints is seen: west, south, east, north, and what their colour tells. */
export type FootprintView = { bounds: [number, number, number, number] | null; colour: string };

export const insideShell = typeof window !== "undefined" && "__TAURI_INTERNALS__" in window;

/** Address of a picture or data file of the back end; `path` without a leading slash. */
export function imageUrl(path: string): string {
  return insideShell ? convertFileSrc("", "swath") + path : new URL(`/swath/${path}`, window.location.origin).href;
}

const shell: Transport = {
  commands: bindings.commands,
  listen: (name, handler) =>
    bindings.events[name].listen((event) => {
      handler(event.payload as never);
    }),
  onFileDrag: (handler) =>
    getCurrentWebview().onDragDropEvent(({ payload }) => {
      if (payload.type === "drop") {
        handler({ kind: "drop", paths: payload.paths });
      } else {
        handler({ kind: payload.type === "leave" ? "leave" : "over" });
      }
    }),
  setPageScale: (scale) => getCurrentWebview().setZoom(scale),
  async footprints(filter, revision, { bounds, colour }) {
    const seen = bounds === null ? "" : `&bounds=${bounds.join(",")}`;
    const query = `footprints?revision=${String(revision)}&colour=${colour}${seen}&filter=${encodeURIComponent(JSON.stringify(filter))}`;
    const response = await fetch(imageUrl(query));
    if (!response.ok) {
      throw new Error(`the outlines of the scenes could not be read (${String(response.status)})`);
    }
    return response.arrayBuffer();
  },
};

let chosen: Promise<Transport> | undefined;

/** The transport in use, chosen once. The twin is only reachable in development and tests, so it is never bundled. */
export function transport(): Promise<Transport> {
  chosen ??= choose();
  return chosen;
}

async function choose(): Promise<Transport> {
  if (insideShell) {
    return shell;
  }
  if (import.meta.env.DEV) {
    return (await import("./fake")).transport;
  }
  throw new Error("Swath runs in its own window, not in a browser.");
}
