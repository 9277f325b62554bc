import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";

import { IpcError, ipc } from "../../ipc";
import type { Area, Basket, SceneRow } from "../../ipc";
import { useMap } from "../../map";
import { formatUtcDate } from "../../shared/format";
import { keys } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { undoable } from "../../shared/ui/toasts";
import { isMeasured, namesInWords, stalenessOf, useArchive } from "../archive";
import { addScene } from "../basket";
import { useAddQuestion } from "./addQuestion";
import { useResults } from "./store";
import { standingOf } from "./useBasketStanding";

export const sceneName = (row: Pick<SceneRow, "platform" | "acquired">): string => `${row.platform}, ${row.acquired === "" ? "no date" : formatUtcDate(row.acquired)}`;

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

    const putBack = (itemId: string) =>
      attempt(async () => {
        client.setQueryData(keys.basket, await ipc.putBackInBasket(itemId));
      });
    /** Takes one item out; the scene may be in the basket for other areas too, and stays there. */
    const remove = (itemId: string) =>
      attempt(async () => {
        const taken = (client.getQueryData<Basket>(keys.basket)?.groups ?? []).flatMap((group) => group.items).find((item) => item.itemId === itemId);
        client.setQueryData(keys.basket, await ipc.removeFromBasket(itemId));
        undoable(taken === undefined ? "Out of the basket" : `${sceneName(taken.scene)} is out of the basket for ${taken.areaName}`, () => void putBack(itemId));
      });
    const addFor = (row: SceneRow, areaId: string) =>
      attempt(async () => {
        const basket = await addScene(row.id, areaId, sceneName(row));
        if (basket === null) {
          return;
        }
        client.setQueryData(keys.basket, basket);
        const item = basket.groups.flatMap((group) => group.items).find((one) => one.scene.id === row.id && one.areaId === areaId);
        if (item !== undefined) {
          undoable(`${sceneName(row)} is in the basket for ${item.areaName}`, () => void attempt(async () => {
            client.setQueryData(keys.basket, await ipc.removeFromBasket(item.itemId));
          }));
        }
      });
    /** Adds a scene for the area of the list that it shows; asks which where it shows several that it can be added for. */
    const addHere = (row: SceneRow) => {
      const { served, open } = standingOf(row, client.getQueryData<Basket>(keys.basket), useArchive.getState().searched);
      const [area, ...more] = open;
      if (area === undefined) {
        const why = served.length === 0 ? "shows nothing of the area of this list" : `is being ordered over ${namesInWords(served.map(({ name }) => name))}`;
        report(new IpcError("addToBasket", { code: "invalidInput", message: `${sceneName(row)} ${why}.`, hint: null, retryable: false, detail: null }));
        return Promise.resolve(null);
      }
      if (more.length > 0) {
        useAddQuestion.getState().ask({ kind: "areas", rowId: row.id });
        return Promise.resolve(null);
      }
      return addFor(row, area.id);
    };
    return {
      remove,
      /** Goes to where the whole of it is seen. */
      show: (row: SceneRow) => {
        if (row.bounds !== null) {
          map.fit(row.bounds);
        }
      },
      addFor,
      addHere,
      /** Adds a scene, once it is plain that the list is for the areas that are chosen. */
      add: (row: SceneRow) => {
        const { searched, filter } = useArchive.getState();
        const { areaId, alsoAreaIds } = useSelection.getState();
        const areas = client.getQueryData<Area[]>(keys.areas) ?? [];
        const chosen = [areaId, ...alsoAreaIds].flatMap((id) => areas.filter((area) => area.id === id));
        const staleness = stalenessOf(searched, chosen, filter);
        if (staleness === "areas" || (staleness === "outline" && !isMeasured(searched, chosen))) {
          useAddQuestion.getState().ask({ kind: "stale", row, staleness });
          return Promise.resolve(null);
        }
        return addHere(row);
      },
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
