import { describe, expect, it } from "vitest";

import { isAbove, isAmount, isNextToNothing, readings } from "./confirmedAmount";

describe("the typed amount", () => {
  it.each([
    ["6109.36", ["6109.36"]],
    ["6,109.36", ["6109.36"]],
    ["6.109,36 €", ["6109.36"]],
    ["6 109,36", ["6109.36"]],
    ["6'109.36", ["6109.36"]],
    ["EUR 6109.36", ["6109.36"]],
    ["500", ["500"]],
    ["500.0", ["500"]],
    ["1,000", ["1000", "1"]],
    ["1.250", ["1250", "1.25"]],
    ["1.250.000,50", ["1250000.5"]],
    ["615.27825", ["615.27825"]],
    ["615,27825", ["615.27825"]],
    ["1,234.56789", ["1234.56789"]],
  ])("%s can be read as %j", (typed, expected) => {
    expect(readings(typed)).toEqual(expected);
  });

  it.each(["", "six", "6..1", "-5", "1,0,0", "12,34.56,7", "1e3", "."])("%s is no amount", (typed) => {
    expect(readings(typed)).toEqual([]);
  });

  it("equal amounts agree whatever their decimals", () => {
    expect(isAmount("537.5", "537.50")).toBe(true);
    expect(isAmount("537.50", "537.5")).toBe(true);
    expect(isAmount("562,5", "562.500")).toBe(true);
  });

  it.each([
    ["615.27825", "615.27825"],
    ["615,27825 €", "615.27825"],
    ["562.500", "562.500"],
    ["562,500", "562.500"],
    ["1.285,4500", "1285.45"],
    ["0", "0.00"],
    ["6.527", "6.527"],
    ["6.527", "6527.00"],
  ])("%s confirms %s: one of its readings is exactly that", (typed, expected) => {
    expect(isAmount(typed, expected)).toBe(true);
  });

  it.each([
    ["6109.35", "6109.36"],
    ["615.28", "615.27825"],
    ["615.27", "615.27825"],
    ["615.278", "615.27825"],
    ["0.00", "0.004"],
    ["10000000300000001.01", "10000000300000001.02"],
  ])("%s does not confirm %s, however near it is", (typed, expected) => {
    expect(isAmount(typed, expected)).toBe(false);
  });

  it("only an amount above the limit has to be typed", () => {
    expect(isAbove("5000.01", "5000.00")).toBe(true);
    expect(isAbove("5000.001", "5000")).toBe(true);
    expect(isAbove("5000.00", "5000")).toBe(false);
    expect(isAbove("9999.00", null)).toBe(false);
  });

  it("nothing and next to nothing are told from a price", () => {
    expect(isNextToNothing("0.00")).toBe(true);
    expect(isNextToNothing("1e-28")).toBe(true);
    expect(isNextToNothing("1.00")).toBe(false);
    expect(isNextToNothing("95.00")).toBe(false);
  });
});
