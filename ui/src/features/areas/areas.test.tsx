import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import { ipc } from "../../ipc";
import type { Polygon } from "../../ipc";
import { commands, world } from "../../ipc/fake";
import { formatAreaExact } from "../../shared/format";
import { keys } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { renderApp } from "../../test/render";
import { useArchive } from "../archive";
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

it("a long list that is scrolled stays where it is, and a new choice or fault is brought into view", async () => {
  const seen: string[] = [];
  vi.spyOn(HTMLElement.prototype, "scrollIntoView").mockImplementation(function scrolled(this: HTMLElement) {
    seen.push(this.id);
  });
  const height = vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(54);
  const square = (west: number): Polygon => ({ type: "Polygon", coordinates: [[[west, 38.7], [west + 0.1, 38.7], [west + 0.1, 38.8], [west, 38.8], [west, 38.7]]] });
  await ipc.saveAreas(Array.from({ length: 90 }, (_, index) => ({ name: `Field ${String(index)}`, color: null, polygon: square(index / 5) })));
  const [first, second] = await ipc.listAreas();
  if (first === undefined || second === undefined) {
    throw new Error("areas are saved");
  }
  useSelection.getState().selectArea(first.id);
  const { client } = open();
  const list = await screen.findByRole("list", { name: "Areas" });
  await waitFor(() => {
    expect(seen).toEqual([`area-${first.id}`]);
  });
  const scrollTo = (top: number) => {
    list.scrollTop = top;
    fireEvent.scroll(list);
  };
  scrollTo(3000);
  await waitFor(() => {
    expect(document.getElementById(`area-${first.id}`)).toBeNull();
  });
  scrollTo(0);
  await waitFor(() => {
    expect(document.getElementById(`area-${first.id}`)).not.toBeNull();
  });
  await new Promise((done) => setTimeout(done, 60));
  expect(seen).toHaveLength(1);

  useSelection.getState().selectArea(second.id);
  await waitFor(() => {
    expect(seen).toEqual([`area-${first.id}`, `area-${second.id}`]);
  });
  await ipc.saveArea(second.id, second.name, { type: "Polygon", coordinates: [[[0, 0], [1, 0], [0, 1], [1, 1], [0, 0]]] });
  await client.invalidateQueries({ queryKey: keys.areas });
  await waitFor(() => {
    expect(seen).toHaveLength(3);
  });
  height.mockRestore();
});

it("areas that were ticked on the page Archive are searched together here too", async () => {
  const square = (west: number): Polygon => ({ type: "Polygon", coordinates: [[[west, 38.7], [west + 0.1, 38.7], [west + 0.1, 38.8], [west, 38.8], [west, 38.7]]] });
  const ids: string[] = [];
  for (const [index, name] of ["One", "Two", "Three"].entries()) {
    ids.push((await ipc.saveArea(null, name, square(index))).id);
  }
  await ipc.saveArea(null, "Four", square(7));
  useSelection.getState().selectAreas(ids);
  useArchive.getState().update({ searched: null, running: false });
  const asked = vi.spyOn(commands, "searchArchive");
  open();
  const together = await screen.findByRole("button", { name: "Search over 3 areas" });
  expect(screen.getAllByRole("button", { pressed: true, name: /^(One|Two|Three|Four)/ })).toHaveLength(3);
  await userEvent.click(together);
  await waitFor(() => {
    expect(asked.mock.calls.map(([{ areaId, furtherAreaIds }]) => [areaId, ...(furtherAreaIds ?? [])])).toEqual([ids]);
  });
  await waitFor(() => {
    expect(useArchive.getState().running).toBe(false);
  });
  asked.mockRestore();
});

it("while a search runs the button says so and leads to it, and starts no other", async () => {
  const area = await ipc.saveArea(null, "One", { type: "Polygon", coordinates: [[[0, 38.7], [0.1, 38.7], [0.1, 38.8], [0, 38.7]]] });
  useSelection.getState().selectArea(area.id);
  useArchive.getState().update({ searched: null, running: true });
  const asked = vi.spyOn(commands, "searchArchive");
  open();
  const show = await screen.findByRole("button", { name: "Show the search under way" });
  expect(document.getElementById(show.getAttribute("aria-describedby") ?? "")?.textContent).toContain("Another one can begin when it has ended");
  await userEvent.click(show);
  expect(asked).not.toHaveBeenCalled();
  useArchive.getState().update({ running: false });
  expect(await screen.findByRole("button", { name: /Search the archive/ })).toBeTruthy();
  asked.mockRestore();
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
