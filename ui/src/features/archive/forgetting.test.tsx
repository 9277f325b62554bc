import { notifications } from "@mantine/notifications";
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";

import { ipc } from "../../ipc";
import { commands } from "../../ipc/fake";
import { rememberSearch } from "../../ipc/fake/searches";
import { renderApp } from "../../test/render";
import { SavedSearches } from "./SavedSearches";

it("a search that was forgotten by a slip can be brought back; only then it leaves the disk", async () => {
  const tell = vi.spyOn(notifications, "show");
  const remove = vi.spyOn(commands, "removeSearch");
  const area = await ipc.saveArea(null, "Tagus", { type: "Polygon", coordinates: [[[-9, 38.7], [-8.9, 38.7], [-8.9, 38.8], [-9, 38.7]]] });
  const request = { areaId: area.id, dateFrom: null, dateTo: null, constellations: [], maxCloud: null, maxIncidence: null, maxSnow: null, maxResults: 10 };
  rememberSearch(request, 1, 1);
  await ipc.saveSearch("Summer", null as never);
  rememberSearch(request, 12, 12);
  const { client } = renderApp(<SavedSearches />);
  expect(await screen.findByText(/^1 scene ·/)).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Forget the search Summer" }));
  expect(screen.queryByRole("button", { name: /^Forget the search Summer/ })).toBeNull();
  expect(remove).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Forget the search Tagus" }));
  const offer = tell.mock.calls.at(-1)?.[0];
  renderApp(<>{offer?.message}</>);
  await userEvent.click(screen.getByRole("button", { name: "Undo" }));
  offer?.onClose?.(offer);
  expect(await screen.findByRole("button", { name: "Forget the search Summer" })).toBeTruthy();
  expect(remove).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: "Forget the search Summer" }));
  const again = tell.mock.calls.at(-1)?.[0];
  again?.onClose?.(again);
  await waitFor(async () => {
    expect((await ipc.listSearches()).map(({ name }) => name)).toEqual([null]);
  });
  await client.invalidateQueries();
  expect(screen.queryByRole("button", { name: "Forget the search Summer" })).toBeNull();
  tell.mockRestore();
});
