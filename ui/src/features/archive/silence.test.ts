import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { useSilence } from "./useSilence";

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("the vendor is called silent after five seconds without a sign, and no more once there is one", () => {
  const { result, rerender } = renderHook(({ sign }) => useSilence(sign), { initialProps: { sign: 0 } });
  const pass = (seconds: number) => {
    act(() => {
      vi.advanceTimersByTime(seconds * 1000);
    });
  };
  pass(4);
  expect(result.current).toBeNull();
  pass(2);
  expect(result.current).toBe(6);
  rerender({ sign: 1 });
  expect(result.current).toBeNull();
  pass(5);
  expect(result.current).toBe(5);
});
