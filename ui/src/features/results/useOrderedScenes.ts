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

/** Scenes that the record holds, each with where and under which reference, in words. */
export function useOrderedScenes(): Map<string, string> {
  const ordered = useQuery({ queryKey: keys.orderedScenes, queryFn: () => ipc.listOrderedScenes() }).data;
  return useMemo(() => {
    const words = new Map<string, string>();
    for (const { sceneId, areaName, state, reference } of ordered ?? []) {
      const one = `${WORDS[state]} over ${areaName}: ${reference}`;
      const before = words.get(sceneId);
      words.set(sceneId, before === undefined ? one : `${before} · ${one}`);
    }
    return words;
  }, [ordered]);
}
