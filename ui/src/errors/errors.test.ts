import { describe, expect, it } from "vitest";

import { IpcError, type ErrorCode } from "../ipc";
import { presentError, presentations } from ".";

const codes = Object.keys(presentations) as ErrorCode[];

function thrown(code: ErrorCode, hint: string | null = null): IpcError {
  return new IpcError("placeOrder", { code, message: "the vendor answered 403 invalid API key", hint, retryable: false });
}

describe("the table of errors", () => {
  it.each(codes.filter((code) => presentations[code].severity !== "quiet"))("%s has a title and an advice in words", (code) => {
    const { title, advice } = presentations[code];
    expect(title).toMatch(/^\p{Lu}.{8,}[^.!]$/u);
    expect(advice).toMatch(/^\p{Lu}.*\.$/u);
    expect(advice).not.toMatch(/!/u);
  });

  it("what was cancelled is no error", () => {
    expect(presentError(thrown("cancelled")).severity).toBe("quiet");
  });

  it("an unknown outcome never claims that nothing was sent, nor offers to try again", () => {
    const presented = presentError(thrown("outcomeUnknown"));
    expect(presented.nothingWasSent).toBe(false);
    expect(presented.remedy).toBe("orders");
  });

  it.each(codes.filter((code) => presentations[code].title.startsWith("Nothing was sent")))("%s may be tried again at once", (code) => {
    expect(presentations[code].nothingWasSent).toBe(true);
  });
});

describe("presenting what was thrown", () => {
  it("the vendor's words become a sentence", () => {
    expect(presentError(thrown("keyRefused")).reason).toBe("The vendor answered 403 invalid API key.");
  });

  it("the hint of the back end goes before our own advice", () => {
    expect(presentError(thrown("keyRefused", "enter the key again")).advice).toBe("Enter the key again.");
    expect(presentError(thrown("keyRefused")).advice).toBe(presentations.keyRefused.advice);
  });

  it("what carries no code counts as our own fault", () => {
    expect(presentError(new TypeError("x is undefined")).code).toBe("internal");
    expect(presentError(undefined).reason).toBeNull();
  });
});
