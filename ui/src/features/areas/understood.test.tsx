import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";

import { ipc } from "../../ipc";
import { world } from "../../ipc/fake";
import { useSelection } from "../../shared/session";
import { renderApp } from "../../test/render";
import { AreaOverlay, AreasPanel } from ".";
import { useAreasView } from "./store";

beforeEach(() => {
  world.areas = [];
  useSelection.getState().selectArea(null);
  useAreasView.setState({ picked: [], renaming: null, problem: null, imported: null, reshaping: null, libraryOpen: false, pasteOpen: false, pasteText: "" });
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

const reading = (given: object) => ({ form: "list of coordinates", areas: [], lines: [], notes: [], question: null, ...given });
const paste = async (text: string) => {
  await userEvent.click(await screen.findByRole("button", { name: /Paste/ }));
  await userEvent.click(await screen.findByRole("textbox", { name: /GeoJSON/ }));
  await userEvent.paste(text);
};

describe("what was understood", () => {
  it("is asked where it can be read in several ways, each with its place and size", async () => {
    open();
    await paste("-9.2,-9.0,38.7,38.8");
    const question = await screen.findByRole("region", { name: "Question" });
    const extent = await within(question).findByRole("button", { name: /West, east, south, north/ });
    await waitFor(() => { expect(extent.textContent).toMatch(/Lisbon, Portugal/); });
    expect(extent.textContent).toMatch(/19\d\.\d\skm²/);
    // The other orders would make an area as large as a continent, or lie elsewhere.
    expect(within(question).queryByRole("button", { name: /West, south, east, north/ })).toBeNull();
    await userEvent.click(extent);
    expect(await screen.findByText("Four numbers were read as west, east, south, north.")).toBeTruthy();
    await userEvent.click(await screen.findByRole("button", { name: "Use this area" }));
    await waitFor(() => { expect(world.areas.at(-1)?.report.centroid[0]).toBeCloseTo(-9.1, 6); });
  });

  it("is asked once more where it is far from what is ordered", async () => {
    const { areas } = await ipc.readAreas("1 2, 3 2, 3 4", {});
    const message = "49,806 km² is far more than is ordered as one area. Is that meant?";
    const asking = reading({ question: { kind: "way", message, ways: [{ way: "as it is written", name: "Yes, it is meant so", bounds: [1, 2, 3, 4], km2: 49_806 }] } });
    ipc.readAreas = (_, answers) => Promise.resolve(answers.way === "as it is written" ? reading({ areas }) : asking);
    open();
    await paste("lon lat\n1 2\n3 2\n3 4\n1 4");
    expect(await screen.findByText(message)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Use this area" }).disabled).toBe(true);
    await userEvent.click(screen.getByRole("button", { name: /Yes, it is meant so/ }));
    await waitFor(() => { expect(screen.getByRole<HTMLButtonElement>("button", { name: "Use this area" }).disabled).toBe(false); });
    delete (ipc as Partial<typeof ipc>).readAreas;
  });

  it("says the place it lies at, and where there is none near", async () => {
    open();
    await paste("-9.16 38.70, -9.10 38.70, -9.10 38.75");
    const found = await screen.findByRole("list", { name: "Understood" }, { timeout: 30_000 });
    expect(await within(found).findByText("Lisbon, Portugal")).toBeTruthy();
    await userEvent.clear(screen.getByRole("textbox", { name: /GeoJSON/ }));
    await userEvent.click(screen.getByRole("textbox", { name: /GeoJSON/ }));
    await userEvent.paste("-30.1 38.70, -30.0 38.70, -30.0 38.75");
    expect(await screen.findByText(/No town within 200\skm\. The nearest is Lisbon, Portugal/, {}, { timeout: 30_000 })).toBeTruthy();
  });
});
