import { describe, expect, it } from "vitest";

import { back, monthsBefore, rangeFault, readDay, readRange, spanInWords } from ".";

const TODAY = "2026-11-30";

function said(text: string, today = TODAY): string {
  const reading = readDay(text, today);
  switch (reading.kind) {
    case "empty":
      return "empty";
    case "span":
      return reading.span.from === reading.span.to ? reading.span.from : `${reading.span.from} ${reading.span.to}`;
    case "ambiguous":
      return `asked: ${reading.spans.map(({ from }) => from).join(" or ")}`;
    case "unread":
      return "unread";
  }
}

describe("a typed day", () => {
  it.each([
    // ISO and its relatives
    ["2025-01-15", "2025-01-15"],
    ["2025-1-5", "2025-01-05"],
    ["2025/01/15", "2025-01-15"],
    ["2025.1.15", "2025-01-15"],
    ["2025 01 15", "2025-01-15"],
    ["20250115", "2025-01-15"],
    ["2025-01-15T10:30:00Z", "2025-01-15"],
    ["2025-01-15 23:30:00-05:00", "2025-01-16"],
    ["2025-01-15 10:30", "2025-01-15"],
    ["  2025-01-15 ", "2025-01-15"],
    ["2025–01–15", "2025-01-15"],
    ["２０２５-01-15", "2025-01-15"],
    ["٢٠٢٥-٠١-١٥", "2025-01-15"],
    ["2025年1月15日", "2025-01-15"],
    // Day, month, year with points
    ["15.01.2025", "2025-01-15"],
    ["5.1.2025", "2025-01-05"],
    ["15. 1. 2025", "2025-01-15"],
    ["15.1.25", "2025-01-15"],
    ["15.1.99", "1999-01-15"],
    ["01.15.2025", "2025-01-15"],
    // Slashes and dashes
    ["15/1/2025", "2025-01-15"],
    ["1/15/2025", "2025-01-15"],
    ["15-01-2025", "2025-01-15"],
    ["3/3/2025", "2025-03-03"],
    ["2/3/2025", "asked: 2025-03-02 or 2025-02-03"],
    ["02-03-25", "asked: 2025-03-02 or 2025-02-03"],
    ["1/12/2026", "2026-01-12"],
    ["30/2/2025", "unread"],
    ["2/30/2025", "unread"],
    // Names of months
    ["15 Jan 2025", "2025-01-15"],
    ["15 january 2025", "2025-01-15"],
    ["15th of January 2025", "2025-01-15"],
    ["Jan 15, 2025", "2025-01-15"],
    ["January 15th 2025", "2025-01-15"],
    ["15-Jan-2025", "2025-01-15"],
    ["15jan2025", "2025-01-15"],
    ["15 Jan 25", "2025-01-15"],
    ["2025 Jan 15", "2025-01-15"],
    ["Sept. 3 2024", "2024-09-03"],
    ["Wed, 15 Jan 2025", "2025-01-15"],
    ["1 Mar", "2026-03-01"],
    ["24 December", "2025-12-24"],
    // Months, quarters, years
    ["jan 2025", "2025-01-01 2025-01-31"],
    ["February 2024", "2024-02-01 2024-02-29"],
    ["2024 feb", "2024-02-01 2024-02-29"],
    ["2025-02", "2025-02-01 2025-02-28"],
    ["2/2025", "2025-02-01 2025-02-28"],
    ["02.2025", "2025-02-01 2025-02-28"],
    ["march", "2026-03-01 2026-03-31"],
    ["december", "2025-12-01 2025-12-31"],
    ["Q1 2025", "2025-01-01 2025-03-31"],
    ["2025-Q4", "2025-10-01 2025-12-31"],
    ["2025", "2025-01-01 2025-12-31"],
    ["2026", "2026-01-01 2026-12-31"],
    // Words
    ["today", "2026-11-30"],
    ["Yesterday", "2026-11-29"],
    ["3 months ago", "2026-08-30"],
    ["a year ago", "2025-11-30"],
    ["last year", "2025-01-01 2025-12-31"],
    ["last month", "2026-10-01 2026-10-31"],
    ["this year", "2026-01-01 2026-11-30"],
    ["last 3 years", "2023-11-30 2026-11-30"],
    ["last 30 days", "2026-10-31 2026-11-30"],
    // No days
    ["", "empty"],
    ["   ", "empty"],
    ["30 February 2025", "unread"],
    ["2025-02-30", "unread"],
    ["2025-02-29", "unread"],
    ["31.4.2025", "unread"],
    ["32.1.2025", "unread"],
    ["15.13.2025", "unread"],
    ["2025-13-01", "unread"],
    ["13/2025", "unread"],
    ["15 Janvember 2025", "unread"],
    ["15 janvier 2025", "unread"],
    ["12", "unread"],
    ["2025-", "unread"],
    ["next week", "unread"],
    ["tomorrow", "unread"],
    ["soon", "unread"],
    // Never or not yet
    ["3000-01-01", "unread"],
    ["3000", "unread"],
    ["1 Dec 2026", "unread"],
    ["2027", "unread"],
    ["1985-12-31", "unread"],
    ["1985", "unread"],
    ["0001-01-01", "unread"],
    ["1986", "1986-01-01 1986-12-31"],
  ])("%s is %s", (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  it("of two readings the one that can't be is not asked about", () => {
    expect(said("5/12/2026")).toBe("2026-05-12");
    expect(said("11/12/2026", "2026-11-20")).toBe("2026-11-12");
  });

  it.each([
    ["30 February 2025", "There is no 30 February 2025: that month has 28 days."],
    ["3000-01-01", "1 January 3000 is still to come; today is 30 November 2026."],
    ["1900", "The archive begins in 1986: nothing was taken in 1900."],
    ["15 janvier 2025", "“janvier” is no name of a month. Months are read in English: January or Jan."],
    ["soon-ish", "“soon-ish” is no date that can be read. Write it like 2025-01-15, 15.1.2025, 15 Jan 2025, Jan 2025 or 2025."],
  ])("%s is refused with its reason", (text, message) => {
    expect(readDay(text, TODAY)).toEqual({ kind: "unread", message });
  });

  it.each([
    ["15.1.25", "Read as the year 2025."],
    ["01.15.2025", "Read as month, day, year."],
    ["1 Mar", "Read as 2026, the latest there is."],
    ["2025-01-15 10:30", "The time of day is left out."],
    ["2025-01-15", null],
  ])("%s says how it was read where that is no matter of course", (text, note) => {
    expect(readDay(text, TODAY)).toMatchObject({ kind: "span", note });
  });
});

describe("a range in one field", () => {
  it.each([
    ["1.1.2025 – 31.3.2025", "2025-01-01", "2025-03-31"],
    ["Jan 2024 to Mar 2025", "2024-01-01", "2025-03-31"],
    ["2023-2024", "2023-01-01", "2024-12-31"],
    ["2023 – 2024", "2023-01-01", "2024-12-31"],
    ["2024-01-01/2024-03-31", "2024-01-01", "2024-03-31"],
    ["from 2024-01-01 until yesterday", "2024-01-01", "2026-11-29"],
    ["2024", "2024-01-01", "2024-12-31"],
  ])("%s", (text, from, to) => {
    expect(readRange(text, TODAY)).toMatchObject({ kind: "span", span: { from, to } });
  });

  it("that runs backwards is refused", () => {
    expect(readRange("Mar 2025 to Jan 2024", TODAY)).toMatchObject({ kind: "unread", message: "The first day, 1 March 2025, lies after the last, 31 January 2024." });
    expect(rangeFault({ from: "2025-03-01", to: "2025-02-28" })).toBe("The first day, 1 March 2025, lies after the last, 28 February 2025.");
    expect(rangeFault({ from: "2025-03-01", to: "2025-03-01" })).toBeNull();
    expect(rangeFault({ from: "2025-03-01", to: null })).toBeNull();
  });
});

it("three years back is three years, also from a leap day", () => {
  expect(back("2026-11-30", 3, "year")).toBe("2023-11-30");
  expect(back("2024-02-29", 1, "year")).toBe("2023-02-28");
  expect(monthsBefore("2025-03-31", 1)).toBe("2025-02-28");
  expect(monthsBefore("2025-01-15", 1)).toBe("2024-12-15");
});

it("a span is said as what it is", () => {
  expect(spanInWords({ from: "2025-01-01", to: "2025-12-31" })).toBe("all of 2025");
  expect(spanInWords({ from: "2024-02-01", to: "2024-02-29" })).toBe("all of February 2024");
  expect(spanInWords({ from: "2024-02-03", to: "2024-02-03" })).toBe("3 February 2024");
});
