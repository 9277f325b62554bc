import { useIsMutating, useMutation, useQueryClient } from "@tanstack/react-query";

import type { Basket } from "../../ipc";
import { keys } from "../../shared/query";

const MUTATION_KEY = ["basket", "edit"];

/**
 * One step on the basket. Steps go to the back end one after the other, so that a quick second edit can't overtake
 * the first; each answers with the whole basket.
 */
export function useBasketEdit() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: MUTATION_KEY,
    scope: { id: "basket" },
    mutationFn: (step: () => Promise<Basket>) => step(),
    onSuccess: (basket) => {
      client.setQueryData(keys.basket, basket);
    },
  });
}

/** Whether any step is on its way; the price and the figures may change with its answer. */
export function useBasketBusy(): boolean {
  return useIsMutating({ mutationKey: MUTATION_KEY }) > 0;
}
