// Which facts an event makes stale. The only place that says so.
import type { QueryClient } from "@tanstack/react-query";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import { onEvent } from "../ipc";
import { keys } from "../shared/query";

/** Results stream in by pages; the views follow a few times a second, not with every page. */
const ARCHIVE_PAUSE_MS = 350;

export function useInvalidation(): void {
  const client = useQueryClient();
  useEffect(() => subscribe(client), [client]);
}

function subscribe(client: QueryClient): () => void {
  const stale = (...lists: readonly (readonly string[])[]) => {
    for (const queryKey of lists) {
      void client.invalidateQueries({ queryKey });
    }
  };
  let pause: ReturnType<typeof setTimeout> | undefined;
  const stops = [
    onEvent("connectionChanged", () => {
      stale(keys.connection, keys.contracts, keys.basket, keys.orders, keys.unreadableOrders, keys.followProblems, keys.monthSpending, keys.deliveries, keys.archive);
    }),
    onEvent("areasChanged", () => {
      stale(keys.areas, keys.basket);
    }),
    onEvent("archiveChanged", () => {
      pause ??= setTimeout(() => {
        pause = undefined;
        stale(keys.archive);
      }, ARCHIVE_PAUSE_MS);
    }),
    onEvent("basketChanged", () => {
      stale(keys.basket);
    }),
    onEvent("ordersChanged", () => {
      // An order spends credit, so the contracts changed with it; what the record holds changes the basket.
      stale(keys.orders, keys.unreadableOrders, keys.followProblems, keys.monthSpending, keys.contracts, keys.basket, keys.deliveries);
    }),
    onEvent("deliveriesChanged", () => {
      stale(keys.deliveries);
    }),
  ];
  return () => {
    clearTimeout(pause);
    for (const stop of stops) {
      stop();
    }
  };
}
