import type { AppError, ErrorCode, ErrorDetail } from "./bindings";

/** A refused call: what the back end answered, as a real `Error` that knows the command and the code. */
export class IpcError extends Error {
  readonly command: string;
  readonly code: ErrorCode;
  readonly hint: string | null;
  readonly retryable: boolean;
  /** What a page needs to go on, where there is something. */
  readonly detail: ErrorDetail | null;

  constructor(command: string, error: Omit<AppError, "detail"> & Partial<Pick<AppError, "detail">>) {
    super(error.message);
    this.name = "IpcError";
    this.command = command;
    this.code = error.code;
    this.hint = error.hint;
    this.retryable = error.retryable;
    this.detail = error.detail ?? null;
  }
}

/** Gives whatever a call rejected with its one shape; text alone comes from the shell itself and has no code. */
export function asIpcError(command: string, reason: unknown): IpcError {
  if (reason instanceof IpcError) {
    return reason;
  }
  if (isAppError(reason)) {
    return new IpcError(command, reason);
  }
  const message = reason instanceof Error ? reason.message : typeof reason === "string" ? reason : JSON.stringify(reason);
  return new IpcError(command, { code: "internal", message, hint: null, retryable: false });
}

function isAppError(value: unknown): value is AppError {
  return typeof value === "object" && value !== null && "code" in value && "message" in value;
}
