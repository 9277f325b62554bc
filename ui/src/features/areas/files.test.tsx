import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { ipc } from "../../ipc";
import { commands, world } from "../../ipc/fake";
import { useSelection } from "../../shared/session";
import { renderApp } from "../../test/render";
import { AreaOverlay, AreasPanel } from ".";
import { useHistory } from "./history";
import { useAreasHabits, useAreasView } from "./store";
import { above, minimumsOf } from "./useMinimum";

const box = (west: number, size = 1) => ({ type: "Polygon" as const, coordinates: [[[west, 0], [west + size, 0], [west + size, size], [west, size], [west, 0]] as [number, number][]] });

beforeEach(async () => {
  world.areas = [];
  useSelection.getState().selectArea(null);
  useHistory.setState({ past: [], future: [] });
  useAreasHabits.setState({ hidden: [], putAway: [], coordinates: "decimal" });
  useAreasView.setState({ picked: [], renaming: null, problem: null, imported: null, reshaping: null, libraryOpen: false, pasteOpen: false });
  await commands.saveArea(null, "North", box(0));
  await commands.saveArea(null, "South", box(5));
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

const names = () => world.areas.map(({ name }) => name);
const fromMenu = async (area: string, item: string) => {
  await userEvent.click(await screen.findByRole("button", { name: `More for ${area}` }));
  await userEvent.click(await screen.findByRole("menuitem", { name: item }));
};
const paste = async (text: string) => {
  await userEvent.click(await screen.findByRole("button", { name: "Paste" }));
  await userEvent.click(await screen.findByRole("textbox", { name: /GeoJSON/ }));
  await userEvent.paste(text);
};

describe("what cannot be told from a text", () => {
  it("is asked: which number comes first", async () => {
    open();
    await paste("38.71 -95.13, 38.71 -95.1, 38.9 -95.1");
    const question = await screen.findByRole("region", { name: "Question" });
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Use this area" }).disabled).toBe(true);
    expect(within(question).getByRole<HTMLButtonElement>("button", { name: /Longitude first/ }).disabled).toBe(true);
    await userEvent.click(within(question).getByRole("button", { name: /Latitude first/ }));
    await screen.findByText("orderable", { selector: "ul[aria-label=Understood] *" });
    await userEvent.click(screen.getByRole("button", { name: "Use this area" }));
    await waitFor(() => { expect(world.areas.at(-1)?.report.centroid[1]).toBeCloseTo(38.8, 1); });
  });

  it("is asked: in which reference system it is, with any number of the registry", async () => {
    open();
    await paste("4871000 -955000 4872000 -955000 4872000 -956000");
    const question = await screen.findByRole("region", { name: "Question" });
    expect(within(question).getByText(/UTM zone 29N/)).toBeTruthy();
    const use = within(question).getByRole<HTMLButtonElement>("button", { name: "Use it" });
    await userEvent.type(within(question).getByRole("textbox", { name: /EPSG number/ }), "EPSG:3763");
    expect(use.disabled).toBe(false);
  });
});

describe("a file", () => {
  const reading = (given: object) => ({ form: "GeoPackage", areas: [], lines: [], notes: [], question: null, ...given });

  it("with several layers asks which one, and is read again with the answer", async () => {
    const report = world.areas[0]?.report;
    ipc.openAreaFile = () => Promise.resolve([{ path: "/maps/town.gpkg", reading: reading({ question: { kind: "layer", message: "This GeoPackage holds 2 layers. Which one has the areas?", layers: [{ name: "districts", features: 12 }, { name: "roads", features: null }] } }) }]);
    ipc.readAreaFiles = (paths, answers) => Promise.resolve([{ path: paths[0] ?? "", reading: reading({ areas: report === undefined ? [] : [{ name: answers.layer ?? "", report }] }) }]);
    open();
    await userEvent.click(await screen.findByRole("button", { name: "File" }));
    expect(await screen.findByText("Areas of town.gpkg")).toBeTruthy();
    await userEvent.click(await screen.findByRole("button", { name: /districts/ }));
    await waitFor(() => { expect(screen.getByRole<HTMLButtonElement>("button", { name: "Use this area" }).disabled).toBe(false); });
    await userEvent.click(screen.getByRole("button", { name: "Use this area" }));
    await waitFor(() => { expect(names()).toContain("districts"); });
    delete (ipc as Partial<typeof ipc>).openAreaFile;
    delete (ipc as Partial<typeof ipc>).readAreaFiles;
  });

  it("that cannot be read says why, and leaves the list as it is", async () => {
    ipc.openAreaFile = () => Promise.reject(new Error("line 3 of town.csv has no number"));
    open();
    await userEvent.click(await screen.findByRole("button", { name: "File" }));
    expect(await screen.findByText(/line 3 of town.csv/i)).toBeTruthy();
    expect(names()).toEqual(["North", "South"]);
    delete (ipc as Partial<typeof ipc>).openAreaFile;
  });
});

it("a line becomes an area by the distance that is typed, seen before it is kept", async () => {
  open();
  await paste("LINESTRING (-9.13 38.71, -9.1 38.75)");
  const distance = await screen.findByRole("textbox", { name: "Distance to every side" });
  await screen.findByRole("list", { name: "Widened" });
  await userEvent.clear(distance);
  await userEvent.type(distance, "far");
  expect(await screen.findByText(/Needs a length/)).toBeTruthy();
  await userEvent.clear(distance);
  await userEvent.type(distance, "2 km");
  await waitFor(() => { expect(screen.getByRole<HTMLButtonElement>("button", { name: "Use this area" }).disabled).toBe(false); });
  await userEvent.click(screen.getByRole("button", { name: "Use this area" }));
  await waitFor(() => { expect(names()).toContain("Track"); });
});

describe("reshaping", () => {
  it("shows what a change would do before it is done, and can be undone", async () => {
    open();
    await fromMenu("North", "Reshape…");
    expect(await screen.findByRole("textbox", { name: "Distance to grow by" })).toBeTruthy();
    const apply = await screen.findByRole<HTMLButtonElement>("button", { name: "Apply" });
    await waitFor(() => { expect(apply.disabled).toBe(false); });
    const before = world.areas[0]?.report.km2 ?? 0;
    await userEvent.click(apply);
    await waitFor(() => { expect(world.areas[0]?.report.km2).toBeGreaterThan(before); });
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => { expect(world.areas[0]?.report.km2).toBe(before); });
  });

  it("makes one area of several, and undo gives them back", async () => {
    open();
    for (const name of ["Pick North", "Pick South"]) {
      await userEvent.click(await screen.findByRole("checkbox", { name }));
    }
    await userEvent.click(screen.getByRole("button", { name: "Merge…" }));
    await userEvent.click(await screen.findByRole("button", { name: "Apply: Merge" }));
    await waitFor(() => { expect(names()).toEqual(["North"]); });
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => { expect(names().sort()).toEqual(["North", "South"]); });
  });
});

it("an area gets another colour, which can be undone", async () => {
  await commands.colorArea(world.areas[0]?.id ?? "", "rose");
  open();
  await userEvent.click(await screen.findByRole("button", { name: "More for North" }));
  await userEvent.click(await screen.findByRole("menuitemradio", { name: "Teal" }));
  await waitFor(() => { expect(world.areas[0]?.color).toBe("teal"); });
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => { expect(world.areas[0]?.color).toBe("rose"); });
});

it("areas are written in the form that is chosen", async () => {
  const asked: unknown[] = [];
  ipc.exportAreas = (ids, form) => {
    asked.push([ids.length, form]);
    return Promise.resolve("/home/ana/North.kml");
  };
  open();
  await userEvent.click(await screen.findByRole("button", { name: "Export" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: "KML" }));
  expect(asked).toEqual([[1, "kml"]]);
  delete (ipc as Partial<typeof ipc>).exportAreas;
});

it("an area that is put away leaves the list, and is found in the library by part of its name", async () => {
  open();
  await fromMenu("North", "Put away");
  const list = screen.getByRole("list", { name: "Areas" });
  await waitFor(() => { expect(within(list).queryByRole("button", { name: /^North/ })).toBeNull(); });
  expect(names()).toContain("North");
  await userEvent.click(screen.getByRole("button", { name: "Library" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "Search the library" }), "nor");
  const shelf = screen.getByRole("list", { name: "Kept areas" });
  await waitFor(() => { expect(within(shelf).getAllByRole("listitem")).toHaveLength(1); });
  await userEvent.click(screen.getByRole("button", { name: "Take out North" }));
  expect(await within(list).findByRole("button", { name: /^North/ })).toBeTruthy();
});

describe("an area below what is billed", () => {
  const billed = [
    { contractId: "c", productTypeId: "PHR", label: "Pléiades", minimumKm2: 25, billedKm2: 25 },
    { contractId: "c", productTypeId: "SPOT", label: "SPOT", minimumKm2: 100, billedKm2: 100 },
  ];

  it("says for which products, and what is billed whatever is ordered", () => {
    expect(minimumsOf(billed)).toEqual([{ km2: 25, products: ["Pléiades"], everywhere: true }, { km2: 100, products: ["SPOT"], everywhere: false }]);
    expect(minimumsOf([...billed, { contractId: "c", productTypeId: "X", label: "X", minimumKm2: null, billedKm2: 1 }])[0]?.everywhere).toBe(false);
    expect(above(minimumsOf(billed), 30).map(({ km2 }) => km2)).toEqual([100]);
    // An area widened to just below a minimum has reached it.
    expect(above(minimumsOf(billed), 24.98)).toHaveLength(1);
  });

  it("is widened for the same price with one press", async () => {
    await commands.saveArea(null, "Pond", box(10, 0.02));
    open();
    await userEvent.click(await screen.findByRole("button", { name: /^Pond/ }));
    expect(await screen.findByText("under minimum")).toBeTruthy();
    const widen = await screen.findAllByRole("button", { name: "Widen" });
    await userEvent.click(widen[0] as HTMLElement);
    await waitFor(() => { expect(world.areas.at(-1)?.report.km2).toBeCloseTo(25, 0); });
  });
});

it("a list of hundreds draws only what is in view and keeps all of it", async () => {
  for (let place = 0; place < 200; place += 1) {
    await commands.saveArea(null, `Parcel ${String(place)}`, box(place / 10, 0.05));
  }
  open();
  const list = await screen.findByRole("list", { name: "Areas" });
  expect(await screen.findByText(/202 areas/)).toBeTruthy();
  expect(within(list).getAllByRole("checkbox").length).toBeLessThan(200);
});

it("a list that cannot be read says so, and is there after another try", async () => {
  let works = false;
  ipc.listAreas = () => (works ? Promise.resolve(structuredClone(world.areas)) : Promise.reject(new Error("The records are locked.")));
  open();
  expect(screen.getByRole("status", { name: "Reading the areas" })).toBeTruthy();
  expect(await screen.findByText(/records are locked/i)).toBeTruthy();
  works = true;
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("list", { name: "Areas" })).toBeTruthy();
  delete (ipc as Partial<typeof ipc>).listAreas;
});
