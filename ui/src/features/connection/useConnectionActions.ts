import { useMutation, useQueryClient } from "@tanstack/react-query";

import { ipc, type ConnectRequest, type ConnectionStatus } from "../../ipc";
import { keys } from "../../shared/query";

/** Opening and ending the connection. Every cached fact belongs to one connection, so a change makes all of them stale. */
export function useConnectionActions() {
  const client = useQueryClient();
  const onSuccess = async (status: ConnectionStatus) => {
    client.setQueryData(keys.connection, status);
    await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== keys.connection[0] });
  };
  return {
    connect: useMutation({ mutationFn: (request: ConnectRequest) => ipc.connect(request), onSuccess }),
    resume: useMutation({ mutationFn: () => ipc.resumeConnection(), onSuccess }),
    signIn: useMutation({ mutationFn: () => ipc.signIn(), onSuccess }),
    disconnect: useMutation({ mutationFn: () => ipc.disconnect(), onSuccess }),
    forgetKey: useMutation({ mutationFn: () => ipc.forgetKey(), onSuccess }),
  };
}
