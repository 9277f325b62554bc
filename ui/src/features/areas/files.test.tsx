import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { Notifications } from "@mantine/notifications";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { ipc } from "../../ipc";
import { commands, world } from "../../ipc/fake";
import { billings } from "../../shared/format";
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

const reading = (given: object) => ({ form: "GeoPackage", areas: [], lines: [], notes: [], question: null, ...given });
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

describe("the reference system", () => {
  const offered = (name: RegExp) => screen.findByRole("button", { name }, { timeout: 20_000 });

  it("can be set when nothing was asked, and taken back", async () => {
    open();
    await paste("-9.2, 38.6, -9.1, 38.6, -9.1, 38.7");
    await userEvent.click(await offered(/Set its reference system/));
    await userEvent.type(screen.getByRole("textbox", { name: /EPSG number/ }), "23030");
    await userEvent.click(screen.getByRole("button", { name: "Use it" }));
    expect(await screen.findByText("Converted from EPSG:23030.")).toBeTruthy();
    expect(screen.getByText("Reference system set by you: 23030")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Go by what is written" }));
    await waitFor(() => { expect(screen.queryByText(/Converted from/)).toBeNull(); });
  });

  it("that contradicts itself can be taken by its numbers", async () => {
    const given: unknown[] = [];
    ipc.readAreas = (_, answers) => {
      given.push(answers);
      return Promise.resolve({ form: "WKT", areas: [], lines: [], notes: [], question: { kind: "referenceSystem", message: "The reference system contradicts itself.", example: "1, 2", systems: [], defined: [4, 51, 4.2, 51.2] } });
    };
    open();
    await paste("POLYGON");
    await userEvent.click(await offered(/What its numbers say/));
    await waitFor(() => { expect(given).toContainEqual({ byDefinition: true }); });
    delete (ipc as Partial<typeof ipc>).readAreas;
  });

  it("that can't be used is said, and can be taken back", async () => {
    ipc.readAreas = (_, answers) => answers.epsg == null ? Promise.resolve({ form: "WKT", areas: [], lines: [], notes: [], question: null }) : Promise.reject(new Error("the number 99999 is neither EPSG's nor ESRI's"));
    open();
    await paste("POLYGON");
    await userEvent.click(await offered(/Set its reference system/));
    await userEvent.type(screen.getByRole("textbox", { name: /EPSG number/ }), "99999");
    await userEvent.click(screen.getByRole("button", { name: "Use it" }));
    expect(await screen.findByText(/99999 is neither/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Go by what is written" }));
    await waitFor(() => { expect(screen.queryByText(/99999 is neither/)).toBeNull(); });
    delete (ipc as Partial<typeof ipc>).readAreas;
  });
});

describe("a file", () => {
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

describe("a file that was taken over at once", () => {
  it("can still be read in another reference system, in the place of what it was read as", async () => {
    const report = await ipc.checkArea(box(20));
    const asked: unknown[] = [];
    ipc.openAreaFile = () => Promise.resolve([{ path: "/maps/field.geojson", reading: reading({ form: "GeoJSON", areas: [{ name: "Field", report }] }) }]);
    ipc.readAreaFiles = async (paths, answers) => {
      asked.push([paths, answers]);
      return [{ path: "/maps/field.geojson", reading: reading({ form: "GeoJSON", areas: [{ name: "Field", report: await ipc.checkArea(box(30)) }], notes: ["Converted from Belgian Lambert 72."] }) }];
    };
    renderApp(
      <>
        <Notifications />
        <AreasPanel sandbox />
        <AreaOverlay editing />
      </>,
      "/area",
    );
    await userEvent.click(await screen.findByRole("button", { name: "File" }));
    await userEvent.click(await screen.findByRole("button", { name: "Set the reference system" }));
    await userEvent.type(await screen.findByRole("textbox", { name: /Another system/ }), "31370{Enter}");
    await screen.findByText("Converted from Belgian Lambert 72.");
    expect(asked).toEqual([[["/maps/field.geojson"], { epsg: 31370 }]]);
    expect(names()).toEqual(["North", "South", "Field"]);
    await userEvent.click(screen.getByRole("button", { name: "Use this area instead" }));
    await waitFor(() => { expect(world.areas.map(({ name, report: { bounds } }) => [name, bounds[0]])).toEqual([["North", 0], ["South", 5], ["Field", 30]]); });
    await userEvent.click(await screen.findByRole("button", { name: /^Undo/ }));
    await waitFor(() => { expect(world.areas.map(({ report: { bounds } }) => bounds[0]).sort()).toEqual([0, 20, 5]); });
    delete (ipc as Partial<typeof ipc>).openAreaFile;
    delete (ipc as Partial<typeof ipc>).readAreaFiles;
  });
});

describe("growing", () => {
  it("says why it can’t be done, and applies nothing but what is typed", async () => {
    const why = "this can't be done to the area: the distance must be between 1 m and 200 km";
    const grow = vi.spyOn(commands, "growAreas");
    open();
    await fromMenu("North", "Reshape…");
    const apply = () => screen.getByRole<HTMLButtonElement>("button", { name: "Apply" });
    await waitFor(() => { expect(apply().disabled).toBe(false); });
    const field = screen.getByRole("textbox", { name: "Distance to grow by" });
    fireEvent.change(field, { target: { value: "2 km" } });
    expect(apply().disabled).toBe(true);
    await waitFor(() => { expect(apply().disabled).toBe(false); });
    grow.mockResolvedValue({ status: "error", error: { code: "invalidInput", message: why, hint: null, retryable: false, detail: null } });
    fireEvent.change(field, { target: { value: "300 km" } });
    expect(await screen.findByText(/The distance must be between 1 m and 200 km|the distance must be between 1 m and 200 km/)).toBeTruthy();
    expect(apply().disabled).toBe(true);
    grow.mockRestore();
  });
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

it("a name that is too long says so while it is typed", async () => {
  open();
  await fromMenu("North", "Rename");
  const input = await screen.findByRole("textbox", { name: "Name of the area" });
  await userEvent.clear(input);
  await userEvent.click(input);
  await userEvent.paste("é".repeat(123));
  expect(await screen.findByText("At most 120 characters are kept: 3 too many.")).toBeTruthy();
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
  await fromMenu("North", "Move to library");
  const list = screen.getByRole("list", { name: "Areas" });
  await waitFor(() => { expect(within(list).queryByRole("button", { name: /^North/ })).toBeNull(); });
  expect(names()).toContain("North");
  await userEvent.click(screen.getByRole("button", { name: "Library" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "Search the library" }), "nor");
  const shelf = screen.getByRole("list", { name: "Kept areas" });
  await waitFor(() => { expect(within(shelf).getAllByRole("listitem")).toHaveLength(1); });
  await userEvent.click(screen.getByRole("button", { name: "Bring back North" }));
  expect(await within(list).findByRole("button", { name: /^North/ })).toBeTruthy();
});

describe("an area below what is billed", () => {
  const billed = [
    { contractId: "c", productTypeId: "PHR", label: "Pléiades", minimumKm2: 25, billedKm2: 25, estimate: null, currency: null },
    { contractId: "c", productTypeId: "SPOT", label: "SPOT", minimumKm2: 100, billedKm2: 100, estimate: null, currency: null },
  ];

  it("says for which products, and what is billed whatever is ordered", () => {
    expect(minimumsOf(billed)).toEqual([{ km2: 25, products: ["Pléiades"], everywhere: true }, { km2: 100, products: ["SPOT"], everywhere: false }]);
    expect(minimumsOf([...billed, { contractId: "c", productTypeId: "X", label: "X", minimumKm2: null, billedKm2: 1, estimate: null, currency: null }])[0]?.everywhere).toBe(false);
    expect(above(minimumsOf(billed), 30).map(({ km2 }) => km2)).toEqual([100]);
    // An area widened to just below a minimum has reached it.
    expect(above(minimumsOf(billed), 24.98)).toHaveLength(1);
  });

  const priced = (label: string, billedKm2: number, estimate: string | null) => ({ contractId: "c", productTypeId: label, label, minimumKm2: 25, billedKm2, estimate, currency: estimate === null ? null : "EUR" });

  it("says per product what more ground would cost, and calls the same only what is", () => {
    const now = [priced("Pléiades", 32.1, "440.95"), priced("SPOT", 100, "115.00"), priced("Stereo", 50, null), priced("Neo", 32.1, null)];
    const then = [priced("Pléiades", 99.9, "1373.62"), priced("SPOT", 100, "115.00"), priced("Stereo", 99.9, null), priced("Neo", 32.1, null)];
    expect(billings(now, then).map(({ product, same }) => [product, same])).toEqual([["SPOT", true], ["Neo", true], ["Pléiades", false], ["Stereo", false]]);
    // A product whose price is not known for one of the sizes is judged by what is billed.
    expect(billings([priced("A", 25, null)], [priced("A", 25, "10.00")])[0]).toMatchObject({ same: true, costs: null });
    // Two contracts at one price are one line, at two prices two.
    const other = { ...priced("SPOT", 100, "115.00"), contractId: "d" };
    expect(billings([...now, other], [...then, other])).toHaveLength(4);
    const dearer = { ...other, estimate: "150.00" };
    expect(billings([...now, dearer], [...then, dearer])).toHaveLength(5);
  });

  it("shows what each product costs before and after, and no widening that costs more everywhere", async () => {
    await commands.saveArea(null, "Lake", box(10, 0.05));
    ipc.billedAreas = (km2) => Promise.resolve([priced("Pléiades", Math.max(25, km2 ?? 0), ((km2 ?? 0) * 10).toFixed(2)), { ...priced("SPOT", Math.max(100, km2 ?? 0), "115.00"), minimumKm2: 100 }]);
    open();
    await userEvent.click(await screen.findByRole("button", { name: /^Lake/ }));
    const costs = await screen.findByRole("list", { name: /would cost/ });
    expect(within(costs).getAllByRole("listitem").map(({ textContent }) => (textContent ?? "").replaceAll("\u00a0", " "))).toEqual([
      expect.stringMatching(/^SPOTsame price, ≈ 115.00 €$/),
      expect.stringMatching(/^Pléiadescosts more: ≈ 30\d.\d\d € → 1,0?\d+.\d\d €|→ \d+.\d\d €$/),
    ]);
    delete (ipc as Partial<typeof ipc>).billedAreas;
  });

  it("is widened for the same price with one press", async () => {
    await commands.saveArea(null, "Pond", box(10, 0.02));
    open();
    await userEvent.click(await screen.findByRole("button", { name: /^Pond/ }));
    expect(await screen.findByText("under minimum")).toBeTruthy();
    const widen = await screen.findAllByRole("button", { name: /^Widen to/ });
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
