import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { useDownloads } from "../features/deliveries";
import type { ActUnderWay } from "../ipc";
import { commands, emit } from "../ipc/fake";
import { renderApp } from "../test/render";
import { ClosingOverlay } from "./ClosingOverlay";
import { DONE_MS, PATIENCE_MS } from "./useClosing";

const order: ActUnderWay = { act: "order", reference: "TAGUS-K7M4QX2B", amount: "6109.36", currency: "EUR", since: new Date(2026, 8, 30, 12, 4).toISOString() };

let running: ActUnderWay[] = [];

/** Lets the clock and what waits for it go on. */
const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));

async function askToClose(): Promise<void> {
  renderApp(<ClosingOverlay />);
  await pass(0);
  act(() => {
    emit("closingWaits", null);
  });
  await pass(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  running = [order];
  vi.spyOn(commands, "actsUnderWay").mockImplementation(() => Promise.resolve({ status: "ok", data: running }));
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a window that waits to close", () => {
  it("is not there before it was asked", async () => {
    renderApp(<ClosingOverlay />);
    await pass(2000);
    expect(screen.queryByRole("alertdialog")).toBeNull();
    expect(commands.actsUnderWay).not.toHaveBeenCalled();
  });

  it("says what is under way, since when and for how much", async () => {
    await askToClose();
    const overlay = within(screen.getByRole("alertdialog", { name: "Swath stays open until the answer is in the record" }));
    expect(overlay.getByText(/^Order for 6,109\.36.€$/)).toBeTruthy();
    expect(overlay.getByText("TAGUS-K7M4QX2B")).toBeTruthy();
    expect(overlay.getByText(/sent at 12:04, (\d.* ago, )?no answer yet/)).toBeTruthy();
    expect(document.activeElement).toBe(overlay.getByRole("button", { name: "Keep Swath open" }));
  });

  it("follows until the answer is in the record", async () => {
    await askToClose();
    running = [];
    await pass(1100);
    expect(screen.getByText("The answer is in the record")).toBeTruthy();
    await pass(DONE_MS);
    expect(screen.queryByRole("alertdialog")).toBeNull();
  });

  it("offers to close anyway only after half a minute, and names what follows", async () => {
    const end = vi.spyOn(commands, "endAnyway");
    await askToClose();
    // What would follow is said from the start, and the button's place is kept.
    expect(screen.getByText("not known yet")).toBeTruthy();
    expect(screen.getByText("It can be closed without the answer in 30 s")).toBeTruthy();
    await pass(PATIENCE_MS - 1000);
    expect(screen.queryByRole("button", { name: "Close anyway…" })).toBeNull();
    await pass(1000);
    fireEvent.click(screen.getByRole("button", { name: "Close anyway…" }));
    await pass(500);
    const dialog = within(screen.getByRole("dialog", { name: "Close without the answer?" }));
    expect(dialog.getByText("not known yet")).toBeTruthy();
    expect(dialog.getByText(/for SPOT and Pléiades finding out can take days/)).toBeTruthy();
    expect(end).not.toHaveBeenCalled();
    fireEvent.click(dialog.getByRole("button", { name: "Close Swath now" }));
    await pass(0);
    expect(end).toHaveBeenCalledTimes(1);
  });

  it("names the downloads that closing cuts", async () => {
    useDownloads.setState({ progress: { one: { received: 1, total: 2 }, two: { received: 1, total: null } } });
    await askToClose();
    expect(screen.getByText("2 downloads")).toBeTruthy();
    expect(screen.getByText(/cut when Swath closes; what has arrived is kept/)).toBeTruthy();
    useDownloads.setState({ progress: {} });
  });

  it("goes away when Swath is kept open, and waits anew when asked again", async () => {
    await askToClose();
    await pass(PATIENCE_MS);
    fireEvent.click(screen.getByRole("button", { name: "Keep Swath open" }));
    expect(screen.queryByRole("alertdialog")).toBeNull();
    act(() => {
      emit("closingWaits", null);
    });
    await pass(0);
    expect(screen.getByRole("alertdialog")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Close anyway…" })).toBeNull();
  });
});
