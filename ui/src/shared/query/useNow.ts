import { useEffect, useState } from "react";

import { formatElapsed } from "../format";
import { useConnection } from "./facts";

/**
 * The time by which the vendor's dates count, in milliseconds, renewed twice a minute or as often as is said: the sandbox's clock in the
 * sandbox, the computer's with an account.
 */
export function useNow(everyMs = 30_000): number {
  const { data, dataUpdatedAt } = useConnection();
  const [local, setLocal] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setLocal(Date.now());
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [everyMs]);
  const sandbox = data?.sandboxTime ?? null;
  return sandbox === null ? local : Date.parse(sandbox) + Math.max(0, local - dataUpdatedAt);
}

/** What has passed since a time of the vendor's, told anew each second; null until its clock is known. */
export function useElapsed(since: string): string | null {
  const now = useNow(1000);
  return useConnection().data === undefined ? null : formatElapsed(Date.parse(since), now);
}
