import { useEffect, useState } from "react";

/** After so long without a sign a person is told that there is none. */
const PATIENCE_SECONDS = 5;

/** Seconds since the last sign of a search that is under way, once they are worth a word; else null. */
export function useSilence(sign: unknown): number | null {
  const [silent, setSilent] = useState<{ since: unknown; seconds: number } | null>(null);
  useEffect(() => {
    const begun = Date.now();
    const timer = setInterval(() => {
      setSilent({ since: sign, seconds: Math.floor((Date.now() - begun) / 1000) });
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [sign]);
  return silent !== null && silent.since === sign && silent.seconds >= PATIENCE_SECONDS ? silent.seconds : null;
}
