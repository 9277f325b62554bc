import { useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import type { SceneDetail } from "../../ipc";
import { keys } from "../../shared/query";

/** Everything known of one scene, its true footprint included. */
export function useScene(id: string | null) {
  return useQuery({
    queryKey: keys.scene(id ?? ""),
    queryFn: () => ipc.describeScene(id ?? ""),
    enabled: id !== null,
    // The one before stays until the next is read, so that nothing blinks while one steps through the list.
    placeholderData: (previous: SceneDetail | undefined) => (id === null ? undefined : previous),
    retry: false,
  });
}
