import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { ipc, type OrderDetail } from "../../ipc";
import { keys } from "../../shared/query";

export const useOrder = (reference: string) => useQuery({ queryKey: keys.order(reference), queryFn: () => ipc.readOrder(reference) });

/** Takes over what an act on one order answered; the list and the credit may have changed with it. */
export function useTakeOrder() {
  const client = useQueryClient();
  return (detail: OrderDetail) => {
    client.setQueryData(keys.order(detail.summary.reference), detail);
    void client.invalidateQueries({ queryKey: keys.orders, exact: true });
    void client.invalidateQueries({ queryKey: keys.contracts, exact: true });
  };
}

/** One act on one order: looking, declaring, refusing. */
export function useOrderAct() {
  const take = useTakeOrder();
  return useMutation({ mutationFn: (act: () => Promise<OrderDetail>) => act(), onSuccess: take });
}

/** Asks the vendor for the state of every open order now. */
export function useRefreshOrders() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      // Where no order is open nobody would be asked, and a dead network would go unnoticed.
      await ipc.signIn();
      return ipc.refreshOrders();
    },
    onSuccess: async ({ orders, problems }) => {
      client.setQueryData(keys.orders, orders);
      client.setQueryData(keys.followProblems, problems);
      await client.invalidateQueries({ queryKey: keys.orders, predicate: (query) => query.queryKey.length > 1 });
      const asked = problems.length === 0 ? "The vendor was asked just now: the states are of now." : "Not everything could be asked: the states of some orders are of before. The page says which.";
      notifications.show({ message: asked });
    },
  });
}
