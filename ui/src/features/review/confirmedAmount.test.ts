import { describe, expect, it } from "vitest";

import { isAbove, isAmount, plainAmount } from "./confirmedAmount";

describe("the typed amount", () => {
  it.each([
    ["6109.36", "6109.36"],
    ["6,109.36", "6109.36"],
    ["6.109,36 €", "6109.36"],
    ["6 109,36", "6109.36"],
    ["EUR 6109.36", "6109.36"],
    ["500", "500.00"],
    ["500.0", "500.00"],
    ["1,000", "1000.00"],
    ["1.250.000,50", "1250000.50"],
  ])("%s is read as %s", (typed, plain) => {
    expect(plainAmount(typed)).toBe(plain);
  });

  it.each(["", "six", "6..1", "-5", "1,0,0", "12,34.56,7"])("%s is no amount", (typed) => {
    expect(plainAmount(typed)).toBeNull();
  });

  it("equal amounts agree whatever their decimals", () => {
    expect(isAmount("537.5", "537.50")).toBe(true);
    expect(isAmount("537.50", "537.5")).toBe(true);
  });

  it("a cent of difference is a difference", () => {
    expect(isAmount("6109.35", "6109.36")).toBe(false);
  });

  it("amounts beyond the precision of a float are still told apart", () => {
    expect(isAmount("10000000300000001.01", "10000000300000001.02")).toBe(false);
  });

  it("only an amount above the limit has to be typed", () => {
    expect(isAbove("5000.01", "5000.00")).toBe(true);
    expect(isAbove("5000.00", "5000")).toBe(false);
    expect(isAbove("9999.00", null)).toBe(false);
  });
});
