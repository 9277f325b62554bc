import { useMemo } from "react";

import type { SceneRow } from "../../ipc";
import { useBasket } from "../../shared/query";
import { servedBy, useArchive } from "../archive";
import type { Served } from "../archive";

/** An item of the basket as the list needs it. */
export type InBasket = { itemId: string; areaId: string; areaName: string };

/** How a scene stands to the basket. A scene over one area is another thing to buy than the same scene over another. */
export type Standing = {
  /** The areas of the list that it shows, each with its item where it is in the basket for it. */
  served: (Served & { itemId: string | null })[];
  /** Whether it is in the basket for all of them. */
  inBasket: boolean;
  /** Other areas that it is in the basket for. */
  elsewhere: string[];
};

/** Scenes in the basket, each with its items. */
export function useBasketItems(): Map<string, InBasket[]> {
  const basket = useBasket().data;
  return useMemo(() => {
    const items = new Map<string, InBasket[]>();
    for (const { scene, itemId, areaId, areaName } of (basket?.groups ?? []).flatMap((group) => group.items)) {
      items.set(scene.id, [...(items.get(scene.id) ?? []), { itemId, areaId, areaName }]);
    }
    return items;
  }, [basket]);
}

export function useBasketStanding(): (row: SceneRow) => Standing {
  const items = useBasketItems();
  const searched = useArchive((state) => state.searched);
  return useMemo(
    () => (row: SceneRow) => {
      const mine = items.get(row.id) ?? [];
      const served = servedBy(row, searched).map((area) => ({ ...area, itemId: mine.find(({ areaId }) => areaId === area.id)?.itemId ?? null }));
      const elsewhere = mine.filter(({ areaId }) => !served.some(({ id }) => id === areaId)).map(({ areaName }) => areaName);
      return { served, inBasket: served.length > 0 && served.every(({ itemId }) => itemId !== null), elsewhere };
    },
    [items, searched],
  );
}
