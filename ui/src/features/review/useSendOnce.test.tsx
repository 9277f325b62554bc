import { act, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";

import { IpcError, type ErrorCode } from "../../ipc";
import { isSafe, useSendOnce } from "./useSendOnce";

describe("sending once", () => {
  it("two calls in the same breath send once", () => {
    const action = vi.fn(() => new Promise<string>(() => undefined));
    const { result } = renderHook(() => useSendOnce({ action, onSent: vi.fn(), onUnknown: vi.fn(), usesUp: false }));
    act(() => {
      result.current.send();
      result.current.send();
    });
    expect(action).toHaveBeenCalledTimes(1);
    expect(result.current.sending.phase).toBe("sending");
  });

  it("a refusal that proves nothing was sent opens the lock", async () => {
    const refusal = new IpcError("placeOrder", { code: "creditTooSmall", message: "80 EUR are left", hint: null, retryable: false });
    const action = vi.fn(() => Promise.reject(refusal));
    const { result } = renderHook(() => useSendOnce({ action, onSent: vi.fn(), onUnknown: vi.fn(), usesUp: false }));
    await act(async () => {
      result.current.send();
    });
    expect(result.current.sending).toEqual({ phase: "failed", error: refusal, mayTryAgain: true });
    await act(async () => {
      result.current.send();
    });
    expect(action).toHaveBeenCalledTimes(2);
  });

  it("an answer that proves nothing keeps the lock closed for good", async () => {
    const action = vi.fn(() => Promise.reject(new Error("the window lost its back end")));
    const { result } = renderHook(() => useSendOnce({ action, onSent: vi.fn(), onUnknown: vi.fn(), usesUp: false }));
    await act(async () => {
      result.current.send();
    });
    act(() => {
      result.current.send();
    });
    expect(action).toHaveBeenCalledTimes(1);
  });

  it("what sending uses up is not sent again even when nothing was sent", async () => {
    const refusal = new IpcError("placeOrder", { code: "unreachable", message: "nothing was sent", hint: null, retryable: true });
    const action = vi.fn(() => Promise.reject(refusal));
    const { result } = renderHook(() => useSendOnce({ action, onSent: vi.fn(), onUnknown: vi.fn(), usesUp: true }));
    await act(async () => {
      result.current.send();
    });
    expect(result.current.sending).toMatchObject({ phase: "failed", mayTryAgain: false });
  });
});

describe("what may be sent again", () => {
  const failure = (code: ErrorCode, retryable: boolean) => new IpcError("placeOrder", { code, message: "why", hint: null, retryable });

  it("the back end's word that nothing was sent counts", () => {
    expect(isSafe(failure("vendorFault", true))).toBe(true);
    expect(isSafe(failure("vendorFault", false))).toBe(false);
  });

  it("an unknown outcome is never safe, whatever else is said", () => {
    expect(isSafe(failure("outcomeUnknown", true))).toBe(false);
  });

  it("a record that failed may have failed after the answer came", () => {
    expect(isSafe(failure("ledger", false))).toBe(false);
  });
});
