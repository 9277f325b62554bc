import { QueryClient } from "@tanstack/react-query";

import { IpcError } from "../ipc";

/** Facts live until an event says they changed; only what may pass by itself is asked for again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // The back end is on this computer: being offline concerns its calls, not the door to it.
      networkMode: "always",
      retry: (failures, error) => failures < 2 && error instanceof IpcError && error.retryable,
    },
    mutations: { networkMode: "always", retry: false },
  },
});
