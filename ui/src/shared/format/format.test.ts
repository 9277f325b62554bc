import { describe, expect, it } from "vitest";

import { compareDecimals, decimalToCents, formatAngle, formatArea, formatAreaExact, formatAreaFrom, formatAreaRound, formatBytes, formatCoordinates, formatDateRange, formatElapsed, formatLocalSeconds, formatMoment, formatMoney, formatMoneyExact, formatPercentExact, formatRelativeTime, formatShare, formatShareRound, formatUtcDayAndMonth, formatUtcTime, isolated, moneyLess, moneyRatio, moneySum, partsOfName, plainDecimal, sameDecimal } from ".";

/** Formatted text with its no-break spaces as plain ones. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("money", () => {
  const check = (amount: string, currency: string | null, expected: string) => {
    expect(plain(formatMoney(amount, currency))).toBe(expected);
  };

  it("has two decimals, grouped thousands, and its currency after it", () => {
    check("1424.27", "EUR", "1,424.27 €");
    check("537.5", "EUR", "537.50 €");
    check("0", "USD", "0.00 $");
  });

  it("is rounded as text, not through floating point", () => {
    check("1.005", "EUR", "1.01 €");
    check("9007199254740993.10", "EUR", "9,007,199,254,740,993.10 €");
  });

  it("reads the exponent form in which the vendor tells credit", () => {
    check("1.00000003E16", "EUR", "10,000,000,300,000,000.00 €");
    expect(decimalToCents("12e-1")).toBe(120n);
  });

  it("is shown as it came when it is no number", () => {
    check("unlimited", null, "unlimited");
  });

  it("compares two amounts as a share", () => {
    expect(moneyRatio("6109.36", "12480.00")).toBeCloseTo(0.4895, 3);
    expect(moneyRatio("1", "0")).toBe(0);
  });
});

describe("measures", () => {
  it("areas have a decimal under a hundred square kilometres only", () => {
    expect(plain(formatArea(9.63))).toBe("9.6 km²");
    expect(plain(formatArea(374.8))).toBe("375 km²");
    expect(plain(formatAreaExact(374.8))).toBe("374.8 km²");
  });

  it.each([
    [0, "0 km²"],
    [0.0000004, "1 m²"],
    [0.0001, "100 m²"],
    [0.004, "0.004 km²"],
    [0.00416, "0.0042 km²"],
    [0.032, "0.032 km²"],
    [0.5, "0.5 km²"],
    [0.949, "0.95 km²"],
    [0.96, "1.0 km²"],
    [1234567, "1,234,567 km²"],
  ])("small ground is never nothing: %d", (km2, expected) => {
    expect(plain(formatArea(km2))).toBe(expected);
  });

  it("of two areas the unit is written once where it is the same", () => {
    expect(plain(formatAreaFrom(32.1, 99.9))).toBe("32.1 → 99.9 km²");
    expect(plain(formatAreaFrom(0.0005, 25))).toBe("500 m² → 25.0 km²");
    expect(plain(formatAreaRound(25))).toBe("25 km²");
  });

  it("whole shares call nothing all and something never nothing", () => {
    expect([0, 0.2, 49.6, 99.6, 100].map((share) => plain(formatShareRound(share)))).toEqual(["0 %", "< 1 %", "50 %", "99 %", "100 %"]);
    expect(plain(formatPercentExact("12.50"))).toBe("12.5 %");
  });

  it("only the whole is called the whole", () => {
    expect(plain(formatShare(100))).toBe("100 %");
    expect(plain(formatShare(99.97))).toBe("99.9 %");
    expect(plain(formatShare(0.01))).toBe("< 0.1 %");
    expect(plain(formatShare(0))).toBe("0 %");
  });

  it("coordinates past the 180th meridian are brought back", () => {
    expect(formatCoordinates(-9.0884, 38.7713)).toBe("38.7713° N 9.0884° W");
    expect(formatCoordinates(182, -18)).toBe("18.0000° S 178.0000° W");
  });

  it("angles and bytes are short", () => {
    expect(formatAngle(18.72)).toBe("18.7°");
    expect(plain(formatBytes(2318))).toBe("2,318 B");
    expect(plain(formatBytes(4_100_000_000))).toBe("4.1 GB");
  });
});

describe("times", () => {
  it("of a scene are UTC and say so", () => {
    expect(formatUtcTime("2026-06-28T13:31:00+02:00")).toBe("28 Jun 2026, 11:31 UTC");
  });

  it("ranges name the year once", () => {
    expect(formatDateRange("2026-01-01", "2026-09-30")).toBe("1 Jan – 30 Sep 2026");
    expect(formatDateRange("2025-01-01", "2026-09-30")).toBe("1 Jan 2025 – 30 Sep 2026");
    expect(formatDateRange(null, null)).toBe("any date");
  });

  it("of the user are relative while they are near", () => {
    const now = Date.parse("2026-11-24T12:00:00Z");
    expect(formatRelativeTime("2026-11-24T07:00:00Z", now)).toBe("5 h ago");
    expect(formatRelativeTime("2026-11-24T12:04:00Z", now)).toBe("in 4 min");
    expect(formatRelativeTime("2026-11-23T11:00:00Z", now)).toBe("yesterday");
    expect(formatRelativeTime("2026-03-03T11:00:00Z", now)).toBe("3 Mar");
  });
});

it("a day is written alike with and without its year, and a range of one day once", () => {
  expect(formatUtcDayAndMonth("2026-06-28T23:30:00Z")).toBe("28 Jun");
  expect(formatDateRange("2026-06-28", "2026-06-28")).toBe("28 Jun 2026");
  expect(formatMoment("2020-06-28T23:30:00Z", Date.parse("2026-06-28T12:00:00Z"))).toMatch(/Jun 2020, \d\d:\d\d$/);
  expect(formatMoment("2026-06-28T12:00:05Z", Date.parse("2026-06-28T12:00:09Z"))).toMatch(/^\d\d:\d\d:05$/);
});

describe("a long name", () => {
  it("is cut in its middle between characters", () => {
    expect(partsOfName("Tagus estuary north", 5)).toEqual({ start: "Tagus estuary ", end: "north" });
    expect(partsOfName("Farm 👩‍🌾👩‍🌾", 1)).toEqual({ start: "Farm 👩‍🌾", end: "👩‍🌾" });
  });

  it("from right to left is not cut in two, and kept apart from the text around it", () => {
    const name = "منطقة دلتا النيل الشمالية الشرقية";
    expect(partsOfName(name, 8)).toEqual({ start: name, end: "" });
    expect(partsOfName("Area שדה 4", 3).end).toBe("");
    expect([...isolated(name)].map((c) => c.codePointAt(0)).filter((code) => code === 0x2068 || code === 0x2069)).toHaveLength(2);
    expect(isolated("Tagus")).toBe("Tagus");
  });
});

describe("exact decimals", () => {
  it.each([
    ["615.27825", "615.27825"],
    ["0615.2700", "615.27"],
    ["6.1527E2", "615.27"],
    ["1e-6", "0.000001"],
    [".5", "0.5"],
    ["-0.00", "0"],
    ["-12.50", "-12.5"],
    ["1.00000003E16", "10000000300000000"],
  ])("%s is %s", (text, expected) => {
    expect(plainDecimal(text)).toBe(expected);
  });

  it.each(["", ".", "1,5", "six", "1e999", "--1"])("%s is none", (text) => {
    expect(plainDecimal(text)).toBeNull();
  });

  it("are shown in full, with two places at the least", () => {
    expect(plain(formatMoneyExact("615.27825", "EUR"))).toBe("615.27825 €");
    expect(plain(formatMoneyExact("1285.450000", "EUR"))).toBe("1,285.45 €");
    expect(plain(formatMoneyExact("562.5", "EUR"))).toBe("562.50 €");
    expect(plain(formatMoneyExact("-1234567.1", "USD"))).toBe("−1,234,567.10 $");
  });

  it("are compared to the last place", () => {
    expect(sameDecimal("562.500", "562.5")).toBe(true);
    expect(sameDecimal("615.27825", "615.278250001")).toBe(false);
    expect(compareDecimals("615.27825", "615.2783")).toBe(-1);
    expect(compareDecimals("-2", "-10.5")).toBe(1);
    expect(compareDecimals("5000", "5e3")).toBe(0);
    expect(compareDecimals("unlimited", "1")).toBeNull();
  });

  it("are taken from each other without a loss", () => {
    expect(moneyLess("12480.00", "615.27825")).toBe("11864.72175");
    expect(moneyLess("1", "1.05")).toBe("-0.05");
    expect(moneyLess("unlimited", "1")).toBeNull();
  });
});

describe("sums and what has passed", () => {
  it("a sum keeps every decimal and is none where one is no number", () => {
    expect(moneySum([])).toBe("0");
    expect(moneySum(["6109.36", "0.005", "1e2"])).toBe("6209.365");
    expect(moneySum(["1", "-1.5"])).toBe("-0.5");
    expect(moneySum(["1", "much"])).toBeNull();
  });

  it("seconds, then minutes, then hours, and never less than none", () => {
    const after = (seconds: number) => formatElapsed(1000, 1000 + seconds * 1000);
    expect([-5, 0, 14.9, 59, 60, 125, 3599, 3600, 4320].map(after)).toEqual(["0 s", "0 s", "14 s", "59 s", "1 min 0 s", "2 min 5 s", "59 min 59 s", "1 h 0 min", "1 h 12 min"]);
    expect(formatLocalSeconds(new Date(2026, 8, 30, 14, 2, 31).toISOString())).toBe("14:02:31");
    expect(formatLocalSeconds("soon")).toBe("soon");
  });
});
