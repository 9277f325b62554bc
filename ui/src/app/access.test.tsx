import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { world } from "../ipc/fake";
import { useSelection } from "../shared/session";
import { expectUsableByAll } from "../test/access";
import { App } from "./App";
import { queryClient } from "./queryClient";

const RING: [number, number][] = [[-9.1, 38.7], [-8.9, 38.7], [-8.9, 38.85], [-9.1, 38.85], [-9.1, 38.7]];

beforeEach(() => {
  cleanup();
  queryClient.clear();
  world.areas = [{ id: "one", name: "Tagus", color: "rose", report: { polygon: { type: "Polygon", coordinates: [RING] }, km2: 288, perimeterKm: 68, vertices: 4, bounds: [-9.1, 38.7, -8.9, 38.85], centroid: [-9, 38.8], faults: [], orderable: true } }];
  useSelection.getState().selectArea("one");
});

async function open(page: string) {
  window.location.hash = `#/${page}`;
  render(<App />);
  // The map and its pages are read later than the window.
  await waitFor(() => { expect(document.querySelector("main:not([inert]) h1, main:not([inert]) h2")).not.toBeNull(); }, { timeout: 20_000 });
}

describe("axe-core finds nothing", () => {
  it.each(["area", "archive", "basket", "orders", "deliveries", "settings"])("on the page %s", async (page) => {
    await open(page);
    await expectUsableByAll();
  });

  it.each([
    ["area", "More for Tagus"],
    ["area", "More ways to draw"],
    ["area", "Export"],
    ["area", "Library"],
    ["area", "Paste"],
    ["area", /Find:\s*Place/],
    ["area", "SANDBOX"],
    ["archive", "Add a filter"],
    ["archive", /^Dates/],
    ["orders", /Ask the vendor/],
  ])("on the page %s when %s is pressed", async (page, name) => {
    await open(page);
    await userEvent.click((await screen.findAllByRole("button", { name }, { timeout: 20_000 }))[0] ?? document.body);
    await waitFor(() => { expect(document.querySelector('[role="menu"], [role="dialog"]')).not.toBeNull(); }, { timeout: 20_000 });
    await expectUsableByAll();
  });
});
