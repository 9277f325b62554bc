import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { ipc } from "../../ipc";
import type { OrderedScene } from "../../ipc";
import { keys } from "../../shared/query";

const WORDS: Record<OrderedScene["state"], string> = {
  ordered: "Ordered before",
  quoted: "A quotation for it waits",
  underWay: "Being ordered",
  unknown: "Sent before, and its outcome is not known",
  inWorkspace: "In the workspace",
  sameOrder: "Twice in one order",
  elsewhere: "Ordered elsewhere",
};

/** The same in one word, as there is room for on a small picture; what says most of what is spent comes first. */
const SHORT: readonly (readonly [string, readonly OrderedScene["state"][]])[] = [
  ["ordered", ["ordered", "inWorkspace", "sameOrder", "elsewhere"]],
  ["sent", ["unknown"]],
  ["ordering", ["underWay"]],
  ["quoted", ["quoted"]],
];

/** What the record holds of a scene: where and under which references, and in one word. */
export type Ordered = { words: string; short: string };

/** Scenes that the record holds. */
export function useOrderedScenes(): Map<string, Ordered> {
  const ordered = useQuery({ queryKey: keys.orderedScenes, queryFn: () => ipc.listOrderedScenes() }).data;
  return useMemo(() => {
    const entries = new Map<string, OrderedScene[]>();
    for (const entry of ordered ?? []) {
      entries.set(entry.sceneId, [...(entries.get(entry.sceneId) ?? []), entry]);
    }
    return new Map(
      [...entries].map(([id, all]) => [
        id,
        {
          words: all.map(({ areaName, state, reference }) => `${WORDS[state]} over ${areaName}: ${reference}`).join(" · "),
          short: SHORT.find(([, states]) => all.some(({ state }) => states.includes(state)))?.[0] ?? "ordered",
        },
      ]),
    );
  }, [ordered]);
}
