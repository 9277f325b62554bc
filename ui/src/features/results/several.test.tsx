// Areas and the list: which area a scene is added for, what is in the basket for which, and what a search leaves in place.
import { notifications } from "@mantine/notifications";
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { ipc } from "../../ipc";
import type { Area } from "../../ipc";
import { commands, world } from "../../ipc/fake";
import { current } from "../../ipc/fake/basket";
import { switches } from "../../ipc/fake/switches";
import { useSelection } from "../../shared/session";
import { TURNED_MS } from "../../shared/ui/Turning";
import { renderApp } from "../../test/render";
import { openFilter, useArchive, FilterPanel, SearchState } from "../archive";
import { payerKey } from "../basket/payer";
import { AreaSummary } from "../areas";
import { Inspector, ResultsList, useResults } from ".";
import { useAddQuestion } from "./addQuestion";

vi.setConfig({ testTimeout: 30_000 });
let one: Area;
let other: Area;

const square = (west: number) => ({ type: "Polygon" as const, coordinates: [[[west, 38.7], [west + 0.1, 38.7], [west + 0.1, 38.8], [west, 38.7]]] as [number, number][][] });

beforeEach(async () => {
  world.areas = [];
  world.found = [];
  useArchive.getState().update({ searched: null, running: false, coming: null, problem: null });
  useArchive.getState().replaceFilter(openFilter());
  useArchive.getState().unfold(false);
  useResults.getState().select(null);
  // A question that a test left open would own the keys.
  useAddQuestion.getState().ask(null);
  for (const item of (await ipc.readBasket()).groups.flatMap((group) => group.items)) {
    await ipc.removeFromBasket(item.itemId);
  }
  one = await ipc.saveArea(null, "Tagus", square(-9));
  other = await ipc.saveArea(null, "Porto", square(-8.7));
  useSelection.getState().selectArea(one.id);
  const [legacy, coast, neo, coastNeo] = world.contracts;
  if (legacy !== undefined && coast !== undefined && neo !== undefined && coastNeo !== undefined) {
    useSelection.setState({ contractId: legacy.contractId, payers: { [payerKey([neo, coastNeo])]: neo.contractId } });
  }
});

afterEach(() => {
  switches.silent = false;
});

async function searched() {
  const page = renderApp(
    <>
      <AreaSummary />
      <FilterPanel />
      <SearchState />
      <ResultsList />
      <Inspector />
    </>,
    "/archive",
  );
  await waitFor(() => {
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Search" }).disabled).toBe(false);
  });
  await userEvent.click(screen.getByRole("button", { name: "Search" }));
  await waitFor(() => {
    expect(useArchive.getState().searched?.outcome?.received).toBe(84);
  });
  await screen.findAllByRole("row");
  return page;
}

const inBasket = async () => (await ipc.readBasket()).groups.flatMap((group) => group.items.map((item) => `${item.scene.id} for ${item.areaName}`));

it("a scene of a list that was made for another area is not added before a person has said for which", async () => {
  await searched();
  useSelection.getState().selectArea(other.id);
  expect(await screen.findByText(/were found for Tagus; you have chosen Porto/)).toBeTruthy();
  const add = screen.getAllByRole("button", { name: /^Add .* to the basket for Tagus/ })[0] ?? document.body;
  await userEvent.click(add);
  const dialog = within(await screen.findByRole("dialog", { name: "Found for another area" }));
  expect(await inBasket()).toEqual([]);
  await userEvent.click(dialog.getByRole("button", { name: "Cancel" }));
  expect(await inBasket()).toEqual([]);
  await userEvent.click(add);
  const again = within(await screen.findByRole("dialog", { name: "Found for another area" }));
  await userEvent.click(again.getByRole("button", { name: "Search over Porto" }));
  await waitFor(() => {
    expect(useArchive.getState().searched?.areas.map(({ name }) => name)).toEqual(["Porto"]);
  });
  expect(screen.getAllByRole("button", { name: /^Add .* to the basket for Porto/ }).length).toBeGreaterThan(0);
});

it("a scene in the basket for one area can be added for another, and taking it out takes only that", async () => {
  const tell = vi.spyOn(notifications, "show");
  const { client } = await searched();
  const first = world.found.find((row) => `row-${row.id}` === screen.getAllByRole("row")[0]?.id)?.id ?? "";
  await ipc.addToBasket(first, other.id, world.contracts.find((contract) => contract.backend === world.found.find((row) => row.id === first)?.backend)?.contractId ?? null);
  await client.invalidateQueries({ queryKey: ["basket"] });
  const add = await screen.findByRole("button", { name: /^Add .* to the basket for Tagus; it is in the basket for Porto/ });
  await userEvent.click(add);
  await waitFor(async () => {
    expect((await inBasket()).sort()).toEqual([`${first} for Porto`, `${first} for Tagus`]);
  });
  await userEvent.click(await screen.findByRole("button", { name: /^Take .* out of the basket for Tagus/ }));
  await waitFor(async () => {
    expect(await inBasket()).toEqual([`${first} for Porto`]);
  });
  expect(tell.mock.calls.at(-1)?.[0].message).toBeTruthy();
  tell.mockRestore();
});

it("several areas are searched at once, each scene says which it serves and is added for the one that is meant", async () => {
  const search = vi.spyOn(commands, "searchArchive");
  useSelection.getState().selectAreas([one.id, other.id]);
  await searched();
  expect(search.mock.calls.at(-1)?.[0]).toMatchObject({ areaId: one.id, furtherAreaIds: [other.id] });
  const both = world.found.find((row) => row.placed && row.shares.every((share) => share > 5));
  useResults.getState().select(both?.id ?? "", true);
  const inspector = within(screen.getByRole("complementary", { name: "Scene" }));
  expect(await inspector.findByText("Covers Porto")).toBeTruthy();
  await userEvent.click(inspector.getByRole("button", { name: "Add to basket" }));
  const dialog = within(await screen.findByRole("dialog", { name: "For which area?" }));
  await userEvent.click(await dialog.findByRole("button", { name: "Add for Porto" }));
  expect(await dialog.findByRole("button", { name: "Take out for Porto" })).toBeTruthy();
  expect(await inBasket()).toEqual([`${both?.id ?? ""} for Porto`]);
});

it("the area of the search is changed on the page itself, or another is taken with it", async () => {
  await searched();
  await userEvent.click(screen.getByRole("button", { name: "Area of the search: Tagus" }));
  await userEvent.click(await screen.findByRole("checkbox", { name: "Search over Porto too" }));
  expect(useSelection.getState()).toMatchObject({ areaId: one.id, alsoAreaIds: [other.id] });
  await userEvent.click(screen.getByRole("button", { name: /^Porto/ }));
  expect(useSelection.getState()).toMatchObject({ areaId: other.id, alsoAreaIds: [] });
});

/** What has turned just now is not pressed yet. */
const turned = () =>
  new Promise((passed) => {
    setTimeout(passed, TURNED_MS);
  });

it("a search that gets no answer leaves the list as it is, also when it is stopped", async () => {
  await searched();
  const before = screen.getAllByRole("row").map((option) => option.id);
  switches.silent = true;
  useSelection.getState().selectArea(other.id);
  await turned();
  await userEvent.click(await screen.findByRole("button", { name: /^Search over Porto/ }));
  expect(await screen.findByText("Searching over Porto")).toBeTruthy();
  expect(screen.getByText(/The list below is still that of Tagus/)).toBeTruthy();
  expect(screen.getAllByRole("row").map((option) => option.id)).toEqual(before);
  await turned();
  await userEvent.click(screen.getAllByRole("button", { name: "Cancel" })[0] ?? document.body);
  await waitFor(() => {
    expect(useArchive.getState().running).toBe(false);
  });
  expect(useArchive.getState().searched?.areas.map(({ name }) => name)).toEqual(["Tagus"]);
  expect(screen.queryByText(/No scene touches/)).toBeNull();
  expect(screen.getAllByRole("row").map((option) => option.id)).toEqual(before);
});

it("a search that fails keeps the list and never says that there is nothing", async () => {
  const search = vi.spyOn(commands, "searchArchive").mockResolvedValueOnce({ status: "error", error: { code: "vendorFault", message: "The answer was cut.", hint: null, retryable: true, detail: null } });
  renderApp(
    <>
      <SearchState />
      <FilterPanel />
      <ResultsList />
    </>,
    "/archive",
  );
  await waitFor(() => {
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Search" }).disabled).toBe(false);
  });
  await userEvent.click(screen.getByRole("button", { name: "Search" }));
  expect(await screen.findByText(/The answer was cut/)).toBeTruthy();
  expect(screen.queryByText(/No scene touches/)).toBeNull();
  search.mockRestore();
});

it("scenes that cover next to nothing are folded away with their number, and shown by one press", async () => {
  await searched();
  const sliver = world.found.filter((row) => row.coverage < 5).length;
  expect(sliver).toBeGreaterThan(0);
  expect(await screen.findByText(/covers? less than 5.% of the area/)).toBeTruthy();
  const line = within(screen.getByText(/covers? less than 5.% of the area/).closest("p") ?? document.body);
  await userEvent.click(line.getByRole("button", { name: "Show" }));
  expect(await screen.findByRole("button", { name: "Fold them away" })).toBeTruthy();
});

it("a scene that was ordered before says so in the list", async () => {
  const [scene] = world.scenes.filter((row) => row.coverage > 5);
  world.ordered = [{ sceneId: scene?.id ?? "", areaName: "Porto", state: "ordered", reference: "PORTO-2026-07-K7M4" }];
  await searched();
  useArchive.getState().replaceFilter(openFilter());
  useResults.getState().select(scene?.id ?? "", true);
  expect(await screen.findByText("Ordered before over Porto: PORTO-2026-07-K7M4")).toBeTruthy();
  world.ordered = [];
});

it("a scene that is being ordered for one area can be added for the other", async () => {
  useSelection.getState().selectAreas([one.id, other.id]);
  await searched();
  const both = world.found.find((row) => row.placed && row.shares.length > 1 && row.shares.every((share) => share > 5));
  const contract = world.contracts.find(({ backend }) => backend === both?.backend);
  if (both === undefined || contract === undefined) {
    throw new Error("no scene shows both");
  }
  await ipc.addToBasket(both.id, one.id, contract.contractId);
  const group = current.groups.find((each) => each.contract.contractId === contract.contractId);
  group?.underWay.push({
    reference: "TAGUS-K7M4", act: "order", amount: "1.00", currency: "EUR", writtenAt: "2026-09-30T12:00:00Z", entry: 1, since: "2026-09-30T12:00:00Z", byteCount: 2, price: null, items: group.items.splice(0),
  });
  cleanup();
  renderApp(
    <>
      <ResultsList />
      <Inspector />
    </>,
    "/archive",
  );
  useResults.getState().select(both.id, true);
  const inspector = within(screen.getByRole("complementary", { name: "Scene" }));
  expect(await inspector.findByText(/being ordered for Tagus/)).toBeTruthy();
  await userEvent.click(inspector.getByRole("button", { name: "Add to basket" }));
  await waitFor(async () => {
    expect(await inBasket()).toEqual([`${both.id} for Porto`]);
  });
  // B takes out what is in for the other area, and nothing of what is being ordered.
  await userEvent.keyboard("b");
  await waitFor(async () => {
    expect(await inBasket()).toEqual([]);
  });
  if (group !== undefined) {
    group.underWay = [];
  }
});

it("a scene with nothing but a quotation that waits is called quoted, and not ordered", async () => {
  await searched();
  const ids = screen.getAllByRole("row").map(({ id }) => id.replace(/^row-/, ""));
  const entry = (sceneId: string | undefined, state: "quoted" | "ordered") => ({ sceneId: sceneId ?? "", areaName: "Porto", state, reference: `PORTO-${state}` });
  world.ordered = [entry(ids[0], "quoted"), entry(ids[1], "quoted"), entry(ids[1], "ordered")];
  cleanup();
  renderApp(<ResultsList />, "/archive");
  const rows = await screen.findAllByRole("row");
  expect(await within(rows[0] ?? document.body).findByText("quoted")).toBeTruthy();
  expect(within(rows[1] ?? document.body).getByText("ordered")).toBeTruthy();
  world.ordered = [];
});
