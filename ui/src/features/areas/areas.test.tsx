import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import { ipc } from "../../ipc";
import { world } from "../../ipc/fake";
import { formatAreaExact } from "../../shared/format";
import { useSelection } from "../../shared/session";
import { renderApp } from "../../test/render";
import { AreaOverlay, AreasPanel } from ".";
import { mendEffect } from "./FaultList";
import { clearKm2, formatSize } from "./size";
import { sumOf } from "./useLiveReport";

beforeEach(() => {
  world.areas = [];
  useSelection.getState().selectArea(null);
});

function open() {
  return renderApp(
    <>
      <AreasPanel sandbox />
      <AreaOverlay editing />
    </>,
    "/area",
  );
}

it("the first page offers six ways and says that this is the sandbox", async () => {
  open();
  for (const name of ["Polygon", "Box", "Circle", "This view", "From a file", "Paste or type"]) {
    expect(await screen.findByRole("button", { name: new RegExp(`^${name}`) })).toBeTruthy();
  }
  expect(screen.getByText("You are in the sandbox")).toBeTruthy();
});

it("an example becomes an area that can be searched", async () => {
  open();
  await userEvent.click(await screen.findByRole("button", { name: /^Example:\s*Tagus estuary, east bank/ }));
  const list = await screen.findByRole("list", { name: "Areas" });
  expect(within(list).getByText("orderable")).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>("button", { name: /Search the archive/ }).disabled).toBe(false);
});

it("text is understood before it is kept, and its faults come with their mends", async () => {
  open();
  await userEvent.click(await screen.findByRole("button", { name: /^Paste or type/ }));
  await userEvent.click(await screen.findByRole("textbox", { name: /GeoJSON/ }));
  await userEvent.paste("-9.13 38.71, -8.92 38.71, -9.1 38.9, -8.9 38.9");
  expect(await screen.findByText("1 to mend")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Use this area" }));
  expect(await screen.findByText("can’t be ordered yet")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Untangle" }));
  expect(await screen.findByText("orderable")).toBeTruthy();
});

it("what is wrong with a new area is scrolled to and said at the button that is greyed", async () => {
  const seen: string[] = [];
  vi.spyOn(HTMLElement.prototype, "scrollIntoView").mockImplementation(function scrolled(this: HTMLElement) {
    seen.push(this.textContent);
  });
  open();
  await userEvent.click(await screen.findByRole("button", { name: /^Paste or type/ }));
  await userEvent.click(await screen.findByRole("textbox", { name: /GeoJSON/ }));
  await userEvent.paste("-9.13 38.71, -8.92 38.71, -9.1 38.9, -8.9 38.9");
  const use = await screen.findByRole<HTMLButtonElement>("button", { name: "Use this area" });
  await waitFor(() => {
    expect(use.disabled).toBe(false);
  });
  await userEvent.click(use);
  const search = await screen.findByRole<HTMLButtonElement>("button", { name: /Search the archive/ });
  const [fault] = world.areas[0]?.report.faults ?? [];
  expect(search.disabled).toBe(true);
  expect(document.getElementById(search.getAttribute("aria-describedby") ?? "")?.textContent).toContain(fault?.message);
  expect(seen.at(-1)).toContain(fault?.message);
  seen.length = 0;
  await userEvent.click(screen.getByRole("button", { name: "Show it" }));
  expect(seen).toHaveLength(1);
  await userEvent.click(screen.getByRole("button", { name: "Untangle" }));
  await waitFor(() => {
    expect(search.disabled).toBe(false);
  });
  expect(search.getAttribute("aria-describedby")).toBeNull();
});

it("a removed area can be had back by giving it again, and the list is then empty until that", async () => {
  open();
  await userEvent.click(await screen.findByRole("button", { name: /^Example:\s*Suva bay/ }));
  await userEvent.click(await screen.findByRole("button", { name: "More for Suva bay" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "Remove" }));
  expect(await screen.findByText("Where do you need imagery?")).toBeTruthy();
});

it("a mend says what it changes", () => {
  expect(mendEffect(388.5, 1412, { km2After: 388.1, verticesAfter: 1412, parts: 1 }).replaceAll("\u00a0", " ")).toBe("388.5 → 388.1 km², one outline");
  expect(mendEffect(10, 50_000, { km2After: null, verticesAfter: 998, parts: 1 })).toBe("at most 998 vertices; measured when done");
  expect(mendEffect(10, 8, { km2After: 10, verticesAfter: 10, parts: 2 }).replaceAll("\u00a0", " ")).toBe("10.0 km² as before, 2 outlines, 10 vertices");
  expect(mendEffect(null, 4, { km2After: 7348.2, verticesAfter: 6, parts: 2 }).replaceAll("\u00a0", " ")).toBe("7,348.2 km², 2 outlines, 6 vertices");
});

it("an outline that crosses itself has no size, alone or among others", async () => {
  const report = await ipc.checkArea({ type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] });
  const crossed = { ...report, faults: [{ code: "selfCrossing" as const, blocking: true, message: "", hint: "", at: null, mends: [] }] };
  expect(formatSize(clearKm2(report))).toBe(formatAreaExact(report.km2));
  expect(formatSize(clearKm2(crossed))).toBe("no size: it crosses itself");
  expect(sumOf([report, report]).km2).toBeCloseTo(2 * report.km2, 9);
  expect(sumOf([report, crossed]).km2).toBeNull();
});
