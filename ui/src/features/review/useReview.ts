import { useQuery } from "@tanstack/react-query";

import { ipc, type SpendKind } from "../../ipc";

/**
 * The review as the back end made it, once. It is not renewed behind the reader's back: what is confirmed has to be
 * what was read, so only the reader asks for another one.
 */
export function useReview(contractId: string, kind: SpendKind) {
  return useQuery({
    queryKey: ["review", contractId, kind],
    queryFn: () => ipc.reviewOrder(contractId, kind),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}
