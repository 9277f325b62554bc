import { notifications } from "@mantine/notifications";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import { ipc, type BasketGroup, type SceneRow } from "../../ipc";
import { commands, world } from "../../ipc/fake";
import { formatUtcDate } from "../../shared/format";
import { useSelection } from "../../shared/session";
import { TURNED_MS } from "../../shared/ui/Turning";
import { MapController } from "../../map";
import { renderApp } from "../../test/render";
import { payerKey } from "../basket/payer";
import { FilterPanel, SearchState, openFilter, useArchive } from "../archive";
import { whatIsNew } from "../archive/useSearch";
import { Inspector, Legend, ResultsList, useResults } from ".";

beforeEach(async () => {
  world.areas = [];
  world.found = [];
  useArchive.getState().update({ searched: null, running: false, problem: null });
  useArchive.getState().replaceFilter(openFilter());
  useArchive.getState().unfold(false);
  useResults.getState().select(null);
  const area = await ipc.saveArea(null, "Area 1", { type: "Polygon", coordinates: [[[-9, 38.7], [-8.9, 38.7], [-8.9, 38.8], [-9, 38.7]]] });
  useSelection.getState().selectArea(area.id);
  const [legacy, coast, neo, coastNeo] = world.contracts;
  if (legacy !== undefined && coast !== undefined && neo !== undefined && coastNeo !== undefined) {
    useSelection.setState({ contractId: legacy.contractId, payers: { [payerKey([neo, coastNeo])]: neo.contractId } });
  }
});

function open() {
  return renderApp(
    <>
      <FilterPanel />
      <SearchState />
      <ResultsList />
      <Inspector />
    </>,
    "/archive",
  );
}

/** A machine with much to do takes its time. */
const PATIENT = { timeout: 20_000 };

async function search() {
  await waitFor(() => {
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Search" }).disabled).toBe(false);
  });
  await userEvent.click(screen.getByRole("button", { name: "Search" }));
  await waitFor(() => {
    expect(useArchive.getState().searched?.outcome?.received).toBe(84);
    expect(useArchive.getState().running).toBe(false);
  }, PATIENT);
  // One has no place, and so covers nothing.
  await screen.findByText("83", undefined, PATIENT);
  return screen.findAllByRole("row");
}

it("nothing is shown as a result before anything was searched", async () => {
  open();
  expect(await screen.findByText("Nothing searched yet")).toBeTruthy();
});

it("a search fills the list, what shows most of the area with least cloud in the scene first", async () => {
  open();
  const options = await search();
  const usable = (row: SceneRow) => (row.cloud === null ? -1 : row.coverage * (100 - row.cloud));
  const [first] = [...world.scenes].sort((a, b) => usable(b) - usable(a) || b.acquired.localeCompare(a.acquired));
  expect(options[0]?.getAttribute("aria-label")).toBe(`${first?.platform ?? ""}, ${formatUtcDate(first?.acquired ?? "")}`);
});

it("the map goes to a scene that is double-clicked, or chosen when Z is pressed", async () => {
  const fit = vi.spyOn(MapController.prototype, "fit");
  open();
  const [first, second] = await search();
  const boundsOf = (option: HTMLElement | undefined) => world.found.find((row) => `row-${row.id}` === option?.id)?.bounds;
  await userEvent.dblClick(first as HTMLElement);
  expect(fit).toHaveBeenLastCalledWith(boundsOf(first));
  await userEvent.click(second as HTMLElement);
  await userEvent.keyboard("z");
  expect(fit).toHaveBeenLastCalledWith(boundsOf(second));
  fit.mockRestore();
});

it("a search is saved by its name and opened again from the menu, where it looked", async () => {
  const [tell, fit] = [vi.spyOn(notifications, "show"), vi.spyOn(MapController.prototype, "fit")];
  open();
  await search();
  const choose = async (item: RegExp) => {
    await userEvent.click(screen.getByRole("button", { name: "More for these results" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: item }));
  };
  await choose(/Save this search/);
  await userEvent.type(await screen.findByRole("textbox", { name: "Name" }), "Tagus, summer");
  await userEvent.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => {
    expect(tell.mock.calls.at(-1)?.[0].message).toContain("“Tagus, summer” is saved");
  });
  useSelection.getState().selectArea(null);
  await choose(/Open another search/);
  const dialog = await screen.findByRole("dialog", { name: "Searches on this computer" });
  await userEvent.click(await within(dialog).findByRole("button", { name: /^Tagus, summer/ }));
  await waitFor(() => {
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  expect(fit).toHaveBeenLastCalledWith([-9, 38.7, -8.9, 38.8]);
  expect(useSelection.getState().areaId).toBe(world.areas[0]?.id);
  tell.mockRestore();
  fit.mockRestore();
});

it.each([
  [0, 0, "Nothing is new since the search."],
  [1, 0, "One scene is new, or its record was changed."],
  [1200, 1, "1,200 scenes are new, or their records were changed. One has left the archive and is marked."],
  [0, 12, "Nothing is new since the search. 12 have left the archive and are marked."],
])("a refresh with %i changes and %i withdrawn scenes is told in words", (changed, withdrawn, words) => {
  expect(whatIsNew({ changed, withdrawn })).toBe(words);
});

it("narrowing a filter asks nothing of the archive and says which filter took the scenes", async () => {
  open();
  await search();
  useArchive.getState().change({ maxIncidence: 0 });
  expect(await screen.findByText(/pass(es)? all your filters/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: /Any incidence/ }));
  await waitFor(() => {
    expect(screen.queryByText(/all your filters/)).toBeNull();
  });
});

it("an area changed after the search makes its results stale", async () => {
  const { client } = open();
  await search();
  await ipc.saveArea(useSelection.getState().areaId, "Area 1", { type: "Polygon", coordinates: [[[-9, 38.7], [-8.8, 38.7], [-8.9, 38.8], [-9, 38.7]]] });
  await client.invalidateQueries({ queryKey: ["areas"] });
  expect(await screen.findByText("The area changed.")).toBeTruthy();
  expect(screen.getByRole("button", { name: /Search again/ })).toBeTruthy();
  // What has turned just now is not pressed yet.
  await new Promise((passed) => {
    setTimeout(passed, TURNED_MS);
  });
  await userEvent.click(screen.getByRole("button", { name: "Work out what they cover of the new outline" }));
  expect(await screen.findByText(/worked out over the new outline; what only the new part shows is found by searching again/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Work out what they cover of the new outline" })).toBeNull();
});

it("arrow keys move through the scenes and the inspector follows", async () => {
  open();
  await search();
  await userEvent.keyboard("{ArrowDown}{ArrowDown}");
  const chosen = screen.getAllByRole("row").findIndex((option) => option.getAttribute("aria-selected") === "true");
  expect(chosen).toBe(1);
  const inspector = screen.getByRole("complementary", { name: "Scene" });
  expect(await within(inspector).findByRole("button", { name: "Add to basket" })).toBeTruthy();
});

it("a scene goes into the basket from the inspector and can be taken out again", async () => {
  open();
  const options = await search();
  await userEvent.click(options[2] ?? document.body);
  await userEvent.click(await screen.findByRole("button", { name: "Add to basket" }));
  expect(await screen.findByRole("button", { name: "Take out of the basket" })).toBeTruthy();
});

it("a filter from the menu becomes a chip that says what it lets through, and can be taken off", async () => {
  open();
  await search();
  await userEvent.click(screen.getByRole("button", { name: "Add a filter" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: /Months of the year/ }));
  expect(await screen.findByRole("button", { name: "May–Sep" })).toBeTruthy();
  await userEvent.click(await screen.findByRole("button", { name: /^May, / }));
  expect(useArchive.getState().filter.months).toEqual([6, 7, 8, 9]);
  await userEvent.click(screen.getByRole("button", { name: /Remove the filter/ }));
  expect(useArchive.getState().filter.months).toEqual([]);
});

it("a search that was made before opens again from the list, without asking the archive", async () => {
  open();
  await search();
  useArchive.getState().update({ searched: null });
  world.found = [];
  const list = await screen.findByRole("region", { name: "Searches on this computer" });
  await userEvent.click(within(list).getAllByRole("button", { name: /84 scenes/ })[0] ?? document.body);
  expect(await screen.findAllByRole("row")).toBeTruthy();
  expect(useArchive.getState().searched?.outcome?.received).toBe(84);
});

it("colours of outlines are explained while they mean something", async () => {
  renderApp(<Legend />, "/archive");
  expect(screen.queryByRole("note", { name: "Legend" })).toBeNull();
  useArchive.getState().update({ searched: { areas: [], range: { from: null, to: null }, outcome: null } });
  useResults.getState().setDrawn({ dense: false, range: [0, 100] });
  useResults.getState().setColourBy("cloud");
  const legend = await screen.findByRole("note", { name: "Legend" });
  expect(legend.textContent?.replaceAll("\u00a0", " ")).toBe("Cloud in scene0 %100 %");
  useResults.getState().setDrawn({ dense: true, range: [0, 1234] });
  await waitFor(() => {
    expect(legend.textContent).toContain("1,234");
  });
  useResults.getState().setColourBy("nothing");
  useResults.getState().setDrawn({ dense: false, range: [0, 0] });
});

it("kept scenes are compared with the chosen one", async () => {
  open();
  const options = await search();
  await userEvent.click(options[0] ?? document.body);
  await userEvent.keyboard(" ");
  await userEvent.click(screen.getAllByRole("row")[1] ?? document.body);
  const inspector = screen.getByRole("complementary", { name: "Scene" });
  expect(await within(inspector).findByText(/B\/H 0\.41/)).toBeTruthy();
  expect(await within(inspector).findByText("All 2 cover")).toBeTruthy();
  expect(screen.queryByText(/kept cover/)).toBeNull();
  await userEvent.keyboard(" ");
  expect(await screen.findByText(/2 kept cover/)).toBeTruthy();
});

it("a scene that is being ordered over this area says so, and can't be added again", async () => {
  const basket = await ipc.readBasket();
  open();
  const [first] = await search();
  const scene = world.found.find((row) => `row-${row.id}` === first?.id);
  const areaId = useSelection.getState().areaId ?? "";
  const contract = world.contracts[0];
  if (scene === undefined || contract === undefined) {
    throw new Error("nothing was found");
  }
  const item = { itemId: "item", scene, areaId, areaName: "Area 1", productTypeId: "p", productTypeLabel: "P", drawnKm2: 1, coveredKm2: 1 };
  const group: BasketGroup = {
    contract, items: [], options: [], market: null, secondaryMarket: null, endUser: null, endUserRequired: false, reference: "R2", estimates: [], price: null, priceStale: false, problems: [], mayQuote: false, payers: [],
    underWay: [{ reference: "TAGUS-K7M4", act: "order", amount: "1.00", currency: "EUR", writtenAt: "2026-09-30T12:00:00Z", entry: 1, since: "2026-09-30T12:00:00Z", byteCount: 2, price: null, items: [item, { ...item, itemId: "elsewhere", scene: { ...scene, id: "other" }, areaId: "other" }] }],
  };
  vi.spyOn(commands, "readBasket").mockResolvedValue({ status: "ok", data: { ...basket, groups: [group] } });
  cleanup();
  open();
  const card = within((await screen.findAllByRole("row")).find((one) => one.id === `row-${scene.id}`) ?? document.body);
  expect(await card.findByText("being ordered")).toBeTruthy();
  expect(card.queryByRole("button")).toBeNull();
  await userEvent.click(card.getByText("being ordered"));
  expect(await screen.findByRole("button", { name: "Being ordered: show the order" })).toBeTruthy();
  expect(screen.getAllByText("being ordered")).toHaveLength(1);
});
