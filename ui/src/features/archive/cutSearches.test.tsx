// Searches of the day before: what was cut says so, and the filter stays the one that was used last.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import { ipc, makeChannel } from "../../ipc";
import type { SearchProgress } from "../../ipc";
import { world } from "../../ipc/fake";
import { useSelection } from "../../shared/session";
import { renderApp } from "../../test/render";
import { SavedSearches, SearchState, openFilter, useArchive, useLastSearch } from ".";

const square: { type: "Polygon"; coordinates: [number, number][][] } = { type: "Polygon", coordinates: [[[-9, 38.7], [-8.9, 38.7], [-8.9, 38.8], [-9, 38.7]]] };

beforeEach(async () => {
  world.areas = [];
  for (const { id } of await ipc.listSearches()) {
    await ipc.removeSearch(id);
  }
  useArchive.getState().update({ searched: null, running: false, coming: null, problem: null });
  useArchive.getState().replaceFilter(openFilter());
  useArchive.getState().unfold(false);
});

async function search(onProgress: (progress: SearchProgress) => void = () => undefined) {
  const area = await ipc.saveArea(null, "Tagus", square);
  useSelection.getState().selectArea(area.id);
  const request = { areaId: area.id, furtherAreaIds: [], dateFrom: null, dateTo: null, constellations: [], maxCloud: null, maxIncidence: null, maxSnow: null, maxResults: 1000 };
  return ipc.searchArchive(request, makeChannel(onProgress));
}

function Last() {
  useLastSearch();
  return null;
}

it("a search that was cut says so when it is opened again, and offers the rest", async () => {
  const { received, total } = await search(() => void ipc.cancelSearch());
  expect(received).toBeLessThan(total);
  world.found = [];
  renderApp(
    <>
      <SearchState />
      <SavedSearches />
    </>,
    "/archive",
  );
  const here = `${String(received)} of ${String(total)} scenes`;
  await userEvent.click(await screen.findByRole("button", { name: new RegExp(`^Tagus.*${here}`) }));
  expect(await screen.findByText(new RegExp(`^${here} are here`))).toBeTruthy();
  expect(screen.getByRole("button", { name: "Fetch the rest" })).toBeTruthy();
});

it("at the start the filter is that of yesterday, also where the search has one of its own", async () => {
  await search();
  await ipc.saveSearch("Tagus, summer", { ...openFilter(), maxCloud: 30 });
  const yesterday = { ...openFilter(), dateFrom: "2024-03-01", constellations: ["SPOT" as const] };
  useArchive.getState().replaceFilter(yesterday);
  renderApp(
    <>
      <Last />
      <SavedSearches />
    </>,
    "/archive",
  );
  await waitFor(() => {
    expect(useArchive.getState().searched).not.toBeNull();
  });
  expect(useArchive.getState().filter).toEqual(yesterday);
  // Who opens it by its name asks for its filter too.
  await userEvent.click(await screen.findByRole("button", { name: /^Tagus, summer/ }));
  await waitFor(() => {
    expect(useArchive.getState().filter.maxCloud).toBe(30);
  });
});
