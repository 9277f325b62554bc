import { notifications } from "@mantine/notifications";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { ipc, type Constellation, type Polygon } from "../../ipc";
import { commands, world } from "../../ipc/fake";
import { formatMoney } from "../../shared/format";
import { renderApp } from "../../test/render";
import { BasketPage } from "./BasketPage";

// jsdom lays nothing out, and finding by role in a whole form takes it seconds.
Element.prototype.scrollIntoView = () => undefined;
vi.setConfig({ testTimeout: 30_000 });

const square = (size: number): Polygon => ({
  type: "Polygon",
  coordinates: [[[-9.1, 38.7], [-9.1 + size, 38.7], [-9.1 + size, 38.7 + size], [-9.1, 38.7 + size], [-9.1, 38.7]]],
});

async function put(constellation: Constellation, size: number): Promise<void> {
  const scene = world.scenes.find((row) => row.constellation === constellation && !row.inBasket);
  const area = await ipc.saveArea(null, `Area of ${String(size)}`, square(size));
  await ipc.addToBasket(scene?.id ?? "", area.id, constellation === "PNEO" ? "CTR22005242" : "CTR22005241");
}

async function choose(label: string, value: string): Promise<void> {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("combobox", { name: label }));
  await user.click(await screen.findByRole("option", { name: value }));
}

const group = (name: string) => within(screen.getByRole("region", { name: `Basket for ${name}` }));
const priced = { timeout: 15_000 };

beforeEach(async () => {
  const { groups } = await ipc.readBasket();
  for (const item of groups.flatMap((one) => one.items)) {
    await ipc.removeFromBasket(item.itemId);
  }
});

describe("the basket", () => {
  it("an empty basket says where scenes come from", async () => {
    renderApp(<BasketPage />);
    expect(await screen.findByText("The basket is empty")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Search the archive" })).toBeTruthy();
  });

  it("what is missing stands beside its field and nothing can be ordered", async () => {
    await put("PHR", 0.2);
    renderApp(<BasketPage />);
    const market = await screen.findByRole("combobox", { name: "Market" });
    expect(market.getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("Needed for every order")).toBeTruthy();
    expect(group("Pléiades & SPOT").getByRole("button", { name: /Review order/ })).toHaveProperty("disabled", true);
  });

  it("a complete group is priced by itself, once", async () => {
    await put("PHR", 0.2);
    const price = vi.spyOn(commands, "priceBasket");
    renderApp(<BasketPage />);
    await choose("Market", "Environment");
    await waitFor(() => {
      expect(group("Pléiades & SPOT").getByRole("button", { name: /Review order/ })).toHaveProperty("disabled", false);
    }, priced);
    expect(price).toHaveBeenCalledTimes(1);
  });

  it("an edit voids the price and says so", async () => {
    await put("PHR", 0.2);
    renderApp(<BasketPage />);
    await choose("Market", "Environment");
    await screen.findByText(/^priced/, undefined, priced);
    await choose("Priority", "Rush");
    expect(await screen.findByText("changed since priced")).toBeTruthy();
  });

  it("without a network the basket is there to be read, and nothing in it can be pressed", async () => {
    await put("PHR", 0.2);
    const price = vi.spyOn(commands, "priceBasket").mockClear();
    Object.assign(world.connection, { state: "offline" });
    renderApp(<BasketPage />);
    expect(await screen.findByText(/as it was when the vendor last answered/)).toBeTruthy();
    expect(screen.getByText(/prices are those of the moment they were given/)).toBeTruthy();
    expect(within(group("Pléiades & SPOT").getByRole("table")).getAllByRole("row").length).toBeGreaterThan(1);
    expect(screen.queryByRole("button", { name: /Review|Price|Remove|options of|Add scenes/ })).toBeNull();
    Object.assign(world.connection, { state: "connected" });
    expect(price).not.toHaveBeenCalled();
  });

  it("an option whose condition does not hold keeps its place and says why", async () => {
    await put("PHR", 0.2);
    renderApp(<BasketPage />);
    expect(await screen.findByRole("combobox", { name: "Elevation model" })).toHaveProperty("disabled", false);
    await choose("Processing", "Primary");
    await waitFor(() => {
      expect(screen.getByRole("combobox", { name: "Elevation model" })).toHaveProperty("disabled", true);
    });
    expect(screen.getByText("only with ortho")).toBeTruthy();
  });

  it("a number outside its range is refused before it is saved", async () => {
    await put("PHR", 0.2);
    const set = vi.spyOn(commands, "setBasketOption");
    renderApp(<BasketPage />);
    await choose("Processing", "Projected");
    const user = userEvent.setup();
    const elevation = screen.getByRole("textbox", { name: "Elevation" });
    await waitFor(() => {
      expect(elevation).toHaveProperty("disabled", false);
    });
    await user.type(elevation, "20000{Enter}");
    expect(screen.getByText("Needs -100 to 10000")).toBeTruthy();
    expect(set).not.toHaveBeenCalledWith(expect.anything(), expect.anything(), "elevation", expect.anything());
  });

  it("before a market is chosen there is an estimated total, in which two scenes over one area are one coverage", async () => {
    await put("PHR", 0.2);
    const { groups } = await ipc.readBasket();
    const [first] = groups[0]?.items ?? [];
    const second = world.scenes.find((row) => row.constellation === "PHR" && row.id !== first?.scene.id);
    await ipc.addToBasket(second?.id ?? "", first?.areaId ?? "", "CTR22005241");
    const estimate = (await ipc.readBasket()).groups[0]?.estimates[0];
    renderApp(<BasketPage />);
    expect(await screen.findByText("Estimated total")).toBeTruthy();
    const table = within(group("Pléiades & SPOT").getByRole("table"));
    expect(table.getAllByText("for 2 scenes")).toHaveLength(2);
    const shown = group("Pléiades & SPOT").getAllByText((_, node) => node?.textContent === `≈ ${formatMoney(estimate?.amount ?? "", "EUR")}`);
    expect(shown.length).toBeGreaterThan(0);
    expect(screen.getByText(/its price may differ, often by some cents/)).toBeTruthy();
  });

  it("what is taken out can be put back where it was", async () => {
    const tell = vi.spyOn(notifications, "show");
    await put("PHR", 0.2);
    renderApp(<BasketPage />);
    const before = (await ipc.readBasket()).groups[0]?.items[0];
    await userEvent.click(await screen.findByRole("button", { name: /^Remove .*, over Area of 0\.2$/ }));
    expect(await screen.findByText("The basket is empty")).toBeTruthy();
    const { message } = tell.mock.calls.at(-1)?.[0] ?? {};
    renderApp(<>{message}</>);
    expect(screen.getByText(/is out of the basket for Area of 0\.2/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(async () => {
      expect((await ipc.readBasket()).groups[0]?.items[0]?.itemId).toBe(before?.itemId);
    });
    tell.mockRestore();
  });

  it("the way to the fields goes to the first that is open", async () => {
    await put("PHR", 0.2);
    const scroll = vi.spyOn(HTMLElement.prototype, "scrollIntoView");
    const { client } = renderApp(<BasketPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Show the fields" }));
    await waitFor(() => {
      expect(document.activeElement).toBe(screen.getByRole("combobox", { name: "Market" }));
    });
    expect(scroll).toHaveBeenCalled();
    scroll.mockRestore();
    // Another contract's form is opened afterwards: nobody asked to be taken to its fields.
    await put("PNEO", 0.2);
    await client.invalidateQueries();
    await userEvent.click(await screen.findByRole("button", { name: /options of Pléiades Neo/i }));
    expect(await screen.findByRole("textbox", { name: "End user" })).toBeTruthy();
    expect(document.activeElement?.tagName).not.toBe("INPUT");
  });

  it("a minimum area is said with what it costs, and neo offers both roads", async () => {
    await put("PNEO", 0.03);
    renderApp(<BasketPage />);
    await choose("Market", "Environment");
    const user = userEvent.setup();
    await user.type(screen.getByRole("textbox", { name: "End user" }), "Port Authority");
    await choose("Country of the end user", "Portugal");
    expect(await screen.findByText(/You pay for 25\.0.*and get/, undefined, priced)).toBeTruthy();
    const neo = group("Pléiades Neo");
    expect(neo.getByRole("button", { name: "Order directly" })).toHaveProperty("disabled", false);
    expect(neo.getByRole("button", { name: "Ask for quotation" })).toHaveProperty("disabled", false);
  });

  it("more ground for the same price is promised only where nothing else in the basket costs more for it", async () => {
    const side = 0.058;
    const area = await ipc.saveArea(null, "Tagus mouth", square(side));
    const scene = (constellation: Constellation) => world.scenes.find((row) => row.constellation === constellation && !row.inBasket)?.id ?? "";
    await ipc.addToBasket(scene("SPOT"), area.id, "CTR22005241");
    const { client } = renderApp(<BasketPage />);
    await choose("Market", "Environment");
    expect(await screen.findByText(/You pay for 100.0.*and get 3\d\.\d/, undefined, priced)).toBeTruthy();
    expect(await screen.findByText(/Tagus mouth can grow to 100.km² for the same price/)).toBeTruthy();
    await ipc.addToBasket(scene("PHR"), area.id, "CTR22005241");
    await client.invalidateQueries();
    const costs = await screen.findByRole("list", { name: /What Tagus mouth would cost with 100/ }, priced);
    expect(within(costs).getByText(/^SPOT: same price/)).toBeTruthy();
    expect(within(costs).getByText(/^Pléiades: costs more: ≈.4\d\d\.\d\d.€ → 1,3\d\d\.\d\d.€/)).toBeTruthy();
    expect(screen.queryByText(/for the same price/)).toBeNull();
    expect(screen.queryByRole("button", { name: "Change the area" })).toBeNull();
  });
});
