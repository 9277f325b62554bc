import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import type { Area } from "../../ipc";
import { commands, world } from "../../ipc/fake";
import { MapContext, MapController } from "../../map";
import { useSelection } from "../../shared/session";
import { renderApp } from "../../test/render";
import { AreaOverlay, AreasPanel } from ".";
import { editSteps } from "./editSteps";
import { useHistory } from "./history";
import { useAreasHabits, useAreasView } from "./store";
import { around } from "./useAreaActions";

let map = new MapController();

beforeEach(async () => {
  world.areas = [];
  useSelection.getState().selectArea(null);
  useHistory.setState({ past: [], future: [] });
  useAreasHabits.setState({ hidden: [], coordinates: "decimal" });
  useAreasView.setState({ picked: [], renaming: null, problem: null });
  map = new MapController();
  for (const [name, west] of [["North", 0], ["South", 5]] as const) {
    await commands.saveArea(null, name, { type: "Polygon", coordinates: [[[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]] });
  }
});

function open() {
  return renderApp(
    <MapContext.Provider value={map}>
      <AreasPanel sandbox />
      <AreaOverlay editing />
    </MapContext.Provider>,
    "/area",
  );
}

const names = () => world.areas.map(({ name }) => name);
const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
const fromMenu = async (area: string, item: string) => {
  await userEvent.click(await screen.findByRole("button", { name: `More for ${area}` }));
  await userEvent.click(await screen.findByRole("menuitem", { name: item }));
};

describe("undo", () => {
  it("brings a removed area back as it was, and redo removes it again", async () => {
    open();
    const before = world.areas.find(({ name }) => name === "North");
    await fromMenu("North", "Remove");
    await waitFor(() => { expect(names()).toEqual(["South"]); });
    await press("Undo");
    await waitFor(() => { expect(names()).toContain("North"); });
    expect(world.areas.find(({ name }) => name === "North")?.id).toBe(before?.id);
    await press("Redo");
    await waitFor(() => { expect(names()).toEqual(["South"]); });
  });

  it("takes a new name back", async () => {
    open();
    await fromMenu("North", "Rename");
    const field = await screen.findByRole("textbox", { name: "Name of the area" });
    await userEvent.clear(field);
    await userEvent.type(field, "Harbour{Enter}");
    await waitFor(() => { expect(names()).toEqual(["Harbour", "South"]); });
    // The field is gone; the keyboard is at the name in its place.
    await waitFor(() => { expect(document.activeElement?.textContent).toContain("Harbour"); });
    await press("Undo");
    await waitFor(() => { expect(names()).toEqual(["North", "South"]); });
  });

  it("takes a mend and an import back, the last one first", async () => {
    open();
    await userEvent.click(await screen.findByRole("button", { name: "Paste" }));
    await userEvent.click(await screen.findByRole("textbox", { name: /GeoJSON/ }));
    await userEvent.paste("-9.13 38.71, -8.92 38.71, -9.1 38.9, -8.9 38.9");
    await screen.findByText("1 to mend");
    await userEvent.click(await screen.findByRole("button", { name: "Use this area" }));
    await userEvent.click(await screen.findByRole("button", { name: "Untangle" }));
    await waitFor(() => { expect(screen.queryByText("can’t be ordered yet")).toBeNull(); });
    await press("Undo");
    expect(await screen.findByText("can’t be ordered yet")).toBeTruthy();
    await press("Undo");
    await waitFor(() => { expect(names()).toEqual(["North", "South"]); });
  });

  it("goes through the single steps of an edit that is over", async () => {
    open();
    await fromMenu("North", "Edit shape");
    fireEvent.keyDown(window, { key: "ArrowUp" });
    map.editor.dispatch({ type: "nudge", lon: 0.5, lat: 0 });
    map.editor.dispatch({ type: "nudge", lon: 0.5, lat: 0 });
    await userEvent.click(await screen.findByRole("button", { name: "Keep the shape" }));
    const west = () => Math.round((world.areas[0]?.report.bounds[0] ?? 0) * 10) / 10;
    await waitFor(() => { expect(west()).toBe(1); });
    await press("Undo");
    await waitFor(() => { expect(west()).toBe(0.5); });
    await press("Undo");
    await waitFor(() => { expect(west()).toBe(0); });
  });

  it("has room for more than two hundred steps", () => {
    const { record, shift } = useHistory.getState();
    for (let step = 0; step < 250; step += 1) {
      record([{ label: String(step), before: [], after: [] }]);
    }
    for (let step = 0; step < 250; step += 1) {
      shift("undo");
    }
    expect(useHistory.getState().future).toHaveLength(250);
    expect(useHistory.getState().future[0]?.label).toBe("0");
  });
});

it("several areas are shown together, also on either side of the 180th meridian", () => {
  const at = (bounds: Area["report"]["bounds"]): Area => {
    const area = world.areas[0] as Area;
    return { ...area, report: { ...area.report, bounds } };
  };
  expect(around([at([178, -18, 179, -17]), at([-179, -19, -178, -18])])).toEqual([178, -19, 182, -17]);
  expect(around([at([0, 0, 1, 1]), at([5, 5, 6, 6])])).toEqual([0, 0, 6, 6]);
});

it("an edit in which outlines come or go is one step", () => {
  const area = (id: string): Area => ({ ...(world.areas[0] as Area), id });
  const ring = [[0, 0], [1, 0], [1, 1]] as const;
  const steps = editSteps([area("a")], [area("a"), area("b")], [[{ areaId: "a", rings: [ring] }], [{ areaId: "a", rings: [ring] }, { areaId: null, rings: [ring] }]]);
  expect(steps).toMatchObject([{ before: [], after: [{ id: "b" }] }]);
});

describe("work that was given up", () => {
  it("can be taken up again", async () => {
    open();
    await fromMenu("North", "Edit shape");
    map.editor.dispatch({ type: "nudge", lon: 2, lat: 0 });
    await userEvent.click(await screen.findByRole("button", { name: "Discard" }));
    expect(map.editor.state.mode).toBe("idle");
  });

  it("is kept as it stands when saving is refused", async () => {
    open();
    await fromMenu("North", "Edit shape");
    map.editor.dispatch({ type: "nudge", lon: 2, lat: 0 });
    const { ipc } = await import("../../ipc");
    ipc.saveArea = () => Promise.reject(new Error("The disk is full."));
    await userEvent.click(await screen.findByRole("button", { name: "Keep the shape" }));
    expect(await screen.findByText(/The disk is full/)).toBeTruthy();
    expect(map.editor.state.mode).toBe("edit");
    delete (ipc as Partial<typeof ipc>).saveArea;
  });
});

it("a mend that is pressed while the shape is edited works on the shape that is seen", async () => {
  await commands.saveArea(world.areas[0]?.id ?? null, "North", { type: "Polygon", coordinates: [[[0, 0], [1, 0], [0, 1], [1, 1], [0, 0]]] });
  open();
  await userEvent.click(await screen.findByRole("button", { name: /^North/ }));
  await userEvent.click(await screen.findByRole("button", { name: "Keep editing" }));
  map.editor.dispatch({ type: "nudge", lon: 3, lat: 0 });
  await userEvent.click(screen.getByRole("button", { name: "Untangle" }));
  await waitFor(() => { expect(world.areas[0]?.report.orderable).toBe(true); });
  expect(world.areas[0]?.report.bounds[0]).toBeCloseTo(3, 1);
  expect(map.editor.state.mode).toBe("idle");
});

describe("the vertex table", () => {
  it("edits a shape without a pointer", async () => {
    open();
    await fromMenu("North", "Edit shape");
    const list = await screen.findByRole("list", { name: "Vertices" });
    const cell = within(list).getByRole("textbox", { name: "Latitude of vertex 2" });
    await userEvent.clear(cell);
    await userEvent.type(cell, "0°30′S{Enter}");
    expect(map.editor.state).toMatchObject({ mode: "edit", shape: [{ rings: [[[0, 0], [1, -0.5], [1, 1], [0, 1]]] }] });
    await userEvent.type(within(list).getByRole("textbox", { name: "Latitude of vertex 2" }), "{Control>}{Enter}{/Control}");
    expect(within(list).getAllByRole("listitem")).toHaveLength(5);
    await userEvent.type(within(list).getByRole("textbox", { name: "Longitude of vertex 3" }), "{Control>}{Delete}{/Control}");
    expect(within(list).getAllByRole("listitem")).toHaveLength(4);
    await userEvent.type(within(list).getByRole("textbox", { name: "Latitude of vertex 2" }), "{Alt>}{ArrowUp}{/Alt}");
    expect(map.editor.state).toMatchObject({ shape: [{ rings: [[[1, -0.5], [0, 0], [1, 1], [0, 1]]] }] });
  });

  it("marks what is no coordinate and leaves the vertex where it is", async () => {
    open();
    await fromMenu("North", "Edit shape");
    const cell = await screen.findByRole("textbox", { name: "Latitude of vertex 1" });
    await userEvent.clear(cell);
    await userEvent.type(cell, "95");
    expect(cell.getAttribute("aria-invalid")).toBe("true");
    await userEvent.tab();
    expect(map.editor.state).toMatchObject({ shape: [{ rings: [[[0, 0], [1, 0], [1, 1], [0, 1]]] }] });
  });

  it("chooses on the map what is chosen in it, and the other way round", async () => {
    open();
    await fromMenu("North", "Edit shape");
    await userEvent.click(await screen.findByRole("button", { name: "Select vertex 3" }));
    expect(map.editor.state).toMatchObject({ selected: [{ index: 2 }] });
    map.editor.dispatch({ type: "select", refs: [{ part: 0, ring: 0, index: 0 }] });
    await waitFor(() => { expect(screen.getByRole("button", { name: "Select vertex 1" }).getAttribute("aria-pressed")).toBe("true"); });
  });
});

describe("several areas", () => {
  it("are edited, hidden and removed together", async () => {
    open();
    for (const name of ["Pick North", "Pick South"]) {
      await userEvent.click(await screen.findByRole("checkbox", { name }));
    }
    const bar = screen.getByRole("toolbar", { name: "Picked areas" });
    await userEvent.click(within(bar).getByRole("button", { name: "Hide" }));
    expect(useAreasHabits.getState().hidden).toHaveLength(2);
    await userEvent.click(within(bar).getByRole("button", { name: "Edit together" }));
    expect(map.editor.state).toMatchObject({ mode: "edit", shape: { length: 2 } });
    await userEvent.click(screen.getByRole("button", { name: "Discard" }));
    await userEvent.click(within(await screen.findByRole("toolbar", { name: "Picked areas" })).getByRole("button", { name: "Remove" }));
    await waitFor(() => { expect(names()).toEqual([]); });
  });
});

describe("a polygon by keyboard alone", () => {
  it("is begun by its key, drawn by typed corners and finished by Enter", async () => {
    open();
    await screen.findByRole("list", { name: "Areas" });
    fireEvent.keyDown(window, { key: "p" });
    fireEvent.keyDown(window, { key: "1" });
    const field = await screen.findByRole("textbox", { name: /Type a corner/ });
    expect(document.activeElement).toBe(field);
    await userEvent.type(field, "0 40{Enter}11 40{Enter}40.5 N 11 E{Enter}");
    await userEvent.type(await screen.findByRole("textbox", { name: /5 km 90/ }), "{Enter}");
    await waitFor(() => { expect(names()).toEqual(["North", "South", "Area 1"]); });
  });

  it("takes a box by a corner and its sides", async () => {
    open();
    await screen.findByRole("list", { name: "Areas" });
    fireEvent.keyDown(window, { key: "b" });
    await userEvent.type(await screen.findByRole("textbox", { name: /Type a corner/ }), "10 40{Enter}");
    await userEvent.type(await screen.findByRole("textbox", { name: /5 × 3 km/ }), "6 x 2 km{Enter}");
    await waitFor(() => { expect(world.areas.at(-1)?.report.km2).toBeCloseTo(12, 0); });
  });

  it("takes a circle by its centre and its radius", async () => {
    open();
    await screen.findByRole("list", { name: "Areas" });
    fireEvent.keyDown(window, { key: "c" });
    await userEvent.type(await screen.findByRole("textbox", { name: /Centre/ }), "10 40{Enter}");
    await userEvent.type(await screen.findByRole("textbox", { name: /Radius/ }), "5 km{Enter}");
    await waitFor(() => { expect(world.areas.at(-1)?.report.km2).toBeCloseTo(78.4, 0); });
  });
});
