import { useRef, useState } from "react";

import { presentError } from "../../errors";

/** How far one deliberate act of spending has come. */
export type Sending = { phase: "idle" } | { phase: "sending" } | { phase: "failed"; error: unknown; mayTryAgain: boolean };

type SendOnce = { sending: Sending; send: () => void };

export type SendOnceParts<T> = {
  action: () => Promise<T>;
  onSent: (result: T) => void;
  /** The answer was lost: the page of the order knows more. */
  onUnknown: () => void;
  /** Any other failure; it is in `sending`, too, while somebody looks. */
  onFailed?: (error: unknown) => void;
  /** Whether sending uses up what is confirmed, as it does a review; then only a mistyped amount may be tried again. */
  usesUp: boolean;
};

/**
 * Sends at most once. The lock closes in the click itself, before anything is drawn, so a second click of a double
 * click finds it closed; it opens again only after an answer that proves nothing reached the vendor.
 */
export function useSendOnce<T>({ action, onSent, onUnknown, onFailed, usesUp }: SendOnceParts<T>): SendOnce {
  const locked = useRef(false);
  const [sending, setSending] = useState<Sending>({ phase: "idle" });
  const send = () => {
    if (locked.current) {
      return;
    }
    locked.current = true;
    setSending({ phase: "sending" });
    action().then(onSent, (error: unknown) => {
      const { code } = presentError(error);
      const mayTryAgain = code === "confirmationMismatch" || (!usesUp && isSafe(error));
      locked.current = !mayTryAgain;
      setSending({ phase: "failed", error, mayTryAgain });
      if (code === "outcomeUnknown") {
        onUnknown();
      } else {
        onFailed?.(error);
      }
    });
  };
  return { sending, send };
}

/** Whether the same may be sent again: nothing reached the vendor, by the kind of error or by the back end's own word. */
export function isSafe(error: unknown): boolean {
  const { code, nothingWasSent, retryable } = presentError(error);
  return code !== "outcomeUnknown" && (nothingWasSent || retryable);
}
