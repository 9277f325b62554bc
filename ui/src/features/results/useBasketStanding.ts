import { useMemo } from "react";

import type { Basket, SceneRow } from "../../ipc";
import { useBasket } from "../../shared/query";
import { servedBy, useArchive } from "../archive";
import type { Searched, Served } from "../archive";

/** An area of the list that a scene shows, with its item where it is in the basket for it, and with the reference of the
 * order by which it is being bought over it. */
export type Place = Served & { itemId: string | null; reference: string | null };

/** How a scene stands to the basket. A scene over one area is another thing to buy than the same scene over another. */
export type Standing = {
  /** The areas of the list that it shows. */
  served: Place[];
  /** Those of them that it can be added for, or taken out for: over the others it is being ordered. */
  open: Place[];
  /** Whether it is in the basket for all that are open. */
  inBasket: boolean;
  /** The order, where it is being ordered over all of them; then nothing can be done with it. */
  locked: string | null;
  /** Other areas that it is in the basket for. */
  elsewhere: string[];
};

type At = { areaId: string; areaName: string };
type Book = { items: Map<string, (At & { itemId: string })[]>; underWay: Map<string, (At & { reference: string })[]> };

function bookOf(basket: Basket | undefined): Book {
  const book: Book = { items: new Map(), underWay: new Map() };
  for (const group of basket?.groups ?? []) {
    for (const { scene, itemId, areaId, areaName } of group.items) {
      book.items.set(scene.id, [...(book.items.get(scene.id) ?? []), { itemId, areaId, areaName }]);
    }
    for (const { reference, items } of group.underWay) {
      for (const { scene, areaId, areaName } of items) {
        book.underWay.set(scene.id, [...(book.underWay.get(scene.id) ?? []), { reference, areaId, areaName }]);
      }
    }
  }
  return book;
}

function standingIn(book: Book, searched: Searched | null): (row: SceneRow) => Standing {
  return (row) => {
    const items = book.items.get(row.id) ?? [];
    const underWay = book.underWay.get(row.id) ?? [];
    const served = servedBy(row, searched).map((area) => ({
      ...area,
      itemId: items.find(({ areaId }) => areaId === area.id)?.itemId ?? null,
      reference: underWay.find(({ areaId }) => areaId === area.id)?.reference ?? null,
    }));
    const open = served.filter(({ reference }) => reference === null);
    return {
      served,
      open,
      inBasket: open.length > 0 && open.every(({ itemId }) => itemId !== null),
      locked: open.length === 0 ? (served[0]?.reference ?? null) : null,
      elsewhere: items.filter(({ areaId }) => !served.some(({ id }) => id === areaId)).map(({ areaName }) => areaName),
    };
  };
}

/** How a scene stands to a basket that is at hand. */
export const standingOf = (row: SceneRow, basket: Basket | undefined, searched: Searched | null): Standing => standingIn(bookOf(basket), searched)(row);

export function useBasketStanding(): (row: SceneRow) => Standing {
  const basket = useBasket().data;
  const searched = useArchive((state) => state.searched);
  return useMemo(() => standingIn(bookOf(basket), searched), [basket, searched]);
}
