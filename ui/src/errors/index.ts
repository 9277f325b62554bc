//! From whatever was thrown to words: state first, then why, then what to do.
import { IpcError, type ErrorCode } from "../ipc";
import { presentations, type Presentation } from "./presentations";

export { presentations } from "./presentations";
export type { Presentation, Remedy, Severity } from "./presentations";

export interface PresentedError extends Presentation {
  code: ErrorCode;
  /** Why, in the words of the back end or the vendor; null when it has none beyond the title. */
  reason: string | null;
  retryable: boolean;
}

/** The words for anything thrown. What carries no code of the border counts as our own fault. */
export function presentError(thrown: unknown): PresentedError {
  if (thrown instanceof IpcError) {
    const presentation = presentations[thrown.code];
    return {
      ...presentation,
      code: thrown.code,
      reason: asSentence(thrown.message),
      advice: asSentence(thrown.hint) ?? presentation.advice,
      retryable: thrown.retryable,
    };
  }
  return {
    ...presentations.internal,
    code: "internal",
    reason: asSentence(thrown instanceof Error ? thrown.message : typeof thrown === "string" ? thrown : null),
    retryable: false,
  };
}

/** Messages of the core are lower case and without a stop; on a page they are sentences. */
function asSentence(text: string | null): string | null {
  const trimmed = text?.trim() ?? "";
  if (trimmed === "") {
    return null;
  }
  const capital = trimmed.charAt(0).toLocaleUpperCase("en") + trimmed.slice(1);
  return /[.!?…”"]$/u.test(capital) ? capital : `${capital}.`;
}
