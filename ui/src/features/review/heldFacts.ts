//! What an entry of the record that is bought once more looked like: its picture, who paid and under which licence.
import { useQuery } from "@tanstack/react-query";

import { ipc, type AlreadyOrdered, type BasketGroup, type SceneRow } from "../../ipc";
import { keys } from "../../shared/query";

/** The earlier order as the record has it. Reads no network. */
export const useEarlierOrder = (reference: string) => useQuery({ queryKey: keys.order(reference), queryFn: () => ipc.readOrder(reference), retry: false });

/** The scene of the group that the entry speaks of. */
export function heldScene(held: AlreadyOrdered, group: BasketGroup | undefined): SceneRow | null {
  return group?.items.find(({ scene }) => scene.id === held.sceneId)?.scene ?? null;
}

const isLicence = (key: string) => /^licen[cs]e$/iu.test(key);

/** The licences in the contract's own words where the group has the same option, else in the vendor's id. */
export function licenceWords(licences: readonly string[], group: BasketGroup | undefined): string {
  const values = group?.options.flatMap((product) => product.options.filter((option) => isLicence(option.key)).flatMap((option) => option.values)) ?? [];
  const words = licences.map((id) => values.find((value) => value.id === id)?.label ?? id);
  return words.length === 0 ? "none named in the order" : words.join(", ");
}
