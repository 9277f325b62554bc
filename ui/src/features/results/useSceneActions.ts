import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { ipc } from "../../ipc";
import type { SceneRow } from "../../ipc";
import { useMap } from "../../map";
import { formatUtcDate } from "../../shared/format";
import { keys, useBasket } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { undoable } from "../../shared/ui/toasts";
import { useArchive } from "../archive";
import { addScene } from "../basket";
import { useResults } from "./store";

/** Ids of the scenes in the basket, each with its item. */
export function useBasketScenes(): Map<string, string> {
  const basket = useBasket().data;
  return useMemo(() => new Map((basket?.groups ?? []).flatMap((group) => group.items.map((item) => [item.scene.id, item.itemId] as const))), [basket]);
}

/** Ids of the scenes that are being ordered over the area at hand, each with the order's reference. */
export function useBeingOrdered(): Map<string, string> {
  const basket = useBasket().data;
  const searched = useArchive((state) => state.searched?.areaId);
  const selected = useSelection((state) => state.areaId);
  const areaId = searched ?? selected;
  return useMemo(
    () =>
      new Map(
        (basket?.groups ?? [])
          .flatMap((group) => group.underWay)
          .flatMap(({ reference, items }) => items.filter((item) => item.areaId === areaId).map((item) => [item.scene.id, reference] as const)),
      ),
    [basket, areaId],
  );
}

/** What can be done with a scene. A refusal goes to the head of the results. */
export function useSceneActions() {
  const client = useQueryClient();
  const map = useMap();
  return useMemo(() => {
    const { report } = useResults.getState();

    async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
      report(null);
      try {
        return await work();
      } catch (error) {
        report(error);
        return null;
      }
    }

    const remove = (itemId: string) =>
      attempt(async () => {
        client.setQueryData(keys.basket, await ipc.removeFromBasket(itemId));
      });

    return {
      remove,
      /** Goes to where the whole of it is seen. */
      show: (row: SceneRow) => {
        if (row.bounds !== null) {
          map.fit(row.bounds);
        }
      },
      add: (row: SceneRow) =>
        attempt(async () => {
          const areaId = useArchive.getState().searched?.areaId ?? useSelection.getState().areaId;
          if (areaId === null) {
            return;
          }
          const name = `${row.platform}, ${formatUtcDate(row.acquired)}`;
          const basket = await addScene(row.id, areaId, name);
          if (basket === null) {
            return;
          }
          client.setQueryData(keys.basket, basket);
          const item = basket.groups.flatMap((group) => group.items).find((one) => one.scene.id === row.id);
          if (item !== undefined) {
            undoable(`${name} is in the basket`, () => void remove(item.itemId));
          }
        }),
      keep: (row: SceneRow) =>
        attempt(async () => {
          await ipc.keepScene(row.id, !row.kept);
          await client.invalidateQueries({ queryKey: keys.archive });
        }),
      exportFootprint: (row: SceneRow) =>
        attempt(async () => {
          const path = await ipc.exportFootprint(row.id);
          if (path !== null) {
            notifications.show({ message: `Footprint written to ${path}` });
          }
        }),
    };
  }, [client, map]);
}

export type SceneActions = ReturnType<typeof useSceneActions>;
