import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import { ipc } from "../ipc";
import { useArchive } from "../features/archive";
import { useResults } from "../features/results";
import { commands, world } from "../ipc/fake";
import { keys } from "../shared/query";
import { useTextScale } from "../shared/session";
import { renderApp } from "../test/render";
import { App } from "./App";
import { EnvironmentBadge } from "./EnvironmentBadge";
import { queryClient } from "./queryClient";

beforeEach(() => {
  window.location.hash = "";
  delete document.documentElement.dataset["ready"];
});

it("the window opens on the area page and says when it can be used", async () => {
  render(<App />);
  await waitFor(() => {
    expect(document.documentElement.dataset["ready"]).toBe("true");
  });
  expect(screen.getByRole("link", { name: "Area" }).getAttribute("aria-current")).toBe("page");
  expect(await screen.findByRole("button", { name: "SANDBOX" })).toBeTruthy();
});

it("without WebGL 2 the map's place says so in words and the panel still works", async () => {
  render(<App />);
  expect(await screen.findByText("The map can't be drawn here", undefined, { timeout: 30_000 })).toBeTruthy();
  expect(await screen.findByRole("button", { name: /^Paste or type/ })).toBeTruthy();
});

it("the palette leads to a page by a few letters", async () => {
  render(<App />);
  await userEvent.click(await screen.findByRole("button", { name: /Find:\s*Place/ }, { timeout: 20_000 }));
  await userEvent.type(await screen.findByRole("combobox", { name: "Find" }), "deliv");
  await waitFor(() => {
    expect(screen.getAllByRole("option")[0]?.textContent).toBe("Deliveries");
  });
  await userEvent.keyboard("{Enter}");
  expect(window.location.hash).toBe("#/deliveries");
});

it("the palette knows every command with its key, and does it by that key", async () => {
  render(<App />);
  await userEvent.click(await screen.findByRole("button", { name: /Find:\s*Place/ }, { timeout: 20_000 }));
  await userEvent.type(await screen.findByRole("combobox", { name: "Find" }), "larger text");
  const option = await screen.findByRole("option", { name: /Larger text/ }, { timeout: 20_000 });
  expect(option.textContent).toContain("Ctrl +");
  await userEvent.click(option);
  await waitFor(() => {
    expect(useTextScale.getState().scale).toBe(1.25);
  });
  await userEvent.keyboard("{Control>}0{/Control}");
  expect(useTextScale.getState().scale).toBe(1);
});

it("what has no key is done by pressing its button, and what can't be done now says so", async () => {
  const find = async (text: string, name: RegExp) => {
    await userEvent.click(await screen.findByRole("button", { name: /Find:\s*Place/ }, { timeout: 20_000 }));
    await userEvent.type(await screen.findByRole("combobox", { name: "Find" }), text);
    await userEvent.click(await screen.findByRole("option", { name }, { timeout: 20_000 }));
  };
  render(<App />);
  await find("ask the vendor", /Ask the vendor for orders/);
  expect(await screen.findByRole("dialog", { name: "Ask the vendor" }, { timeout: 20_000 })).toBeTruthy();
  await userEvent.keyboard("{Escape}");
  await find("export the sc", /Export the scenes/);
  expect(await screen.findByText(/“Export the scenes” can’t be done at the moment/)).toBeTruthy();
});

it("the palette finds a scene by its identifier, whichever place in the list it has", async () => {
  const [first] = world.scenes;
  if (first === undefined) {
    throw new Error("the twin has scenes");
  }
  world.found = [...world.scenes];
  useArchive.getState().update({ searched: { areas: [], range: { from: null, to: null }, outcome: null } });
  const asked = vi.spyOn(commands, "findScenes").mockImplementation((text) =>
    Promise.resolve({ status: "ok", data: { matched: 1, total: 30_000, revision: 1, rows: text === "DS_PHR1B_29999" ? [first] : [] } }),
  );
  render(<App />);
  await userEvent.click(await screen.findByRole("button", { name: /Find:\s*Place/ }, { timeout: 20_000 }));
  await userEvent.type(await screen.findByRole("combobox", { name: "Find" }), "DS_PHR1B_29999");
  await userEvent.click(await screen.findByRole("option", { name: new RegExp(first.platform) }, { timeout: 20_000 }));
  expect(useResults.getState().selectedId).toBe(first.id);
  asked.mockRestore();
  useArchive.getState().update({ searched: null });
});

it("the palette finds an order by the vendor's number", async () => {
  const [order] = await ipc.listOrders();
  if (order === undefined) {
    throw new Error("the twin has orders");
  }
  vi.spyOn(commands, "listOrders").mockResolvedValue({ status: "ok", data: [{ ...order, salesOrderId: "SAL00012345", quotationId: "QUO20240007" }] });
  for (const number of ["sal00012345", "QUO2024"]) {
    const { unmount } = render(<App />);
    await queryClient.invalidateQueries({ queryKey: keys.orders });
    await userEvent.click(await screen.findByRole("button", { name: /Find:\s*Place/ }, { timeout: 20_000 }));
    await userEvent.type(await screen.findByRole("combobox", { name: "Find" }), number);
    await userEvent.click(await screen.findByRole("option", { name: new RegExp(order.reference) }, { timeout: 20_000 }));
    expect(decodeURIComponent(window.location.hash)).toBe(`#/orders/${order.reference}`);
    unmount();
  }
});

it("with another page the keyboard goes to it, and Skip to the page leads past the bar", async () => {
  render(<App />);
  await userEvent.click(await screen.findByRole("link", { name: /^Settings/ }));
  await waitFor(() => {
    expect(document.activeElement?.tagName).toBe("MAIN");
  });
  screen.getByRole("link", { name: /^Settings/ }).focus();
  await userEvent.click(screen.getByRole("button", { name: "Skip to the page" }));
  expect(document.activeElement?.closest("main")).toBe(document.activeElement);
  expect(document.activeElement?.textContent).toContain("Settings");
});

it("the keyboard reaches every page, a review and an order too", async () => {
  render(<App />);
  const skip = await screen.findByRole("button", { name: "Skip to the page" }, { timeout: 20_000 });
  for (const page of ["area", "archive", "basket", "orders", "deliveries", "settings"]) {
    window.location.hash = `#/${page}`;
    await waitFor(() => {
      expect(document.activeElement?.tagName).toBe("MAIN");
    });
    skip.focus();
    await userEvent.click(skip);
    expect(document.activeElement?.closest("main:not([inert])")).toBe(document.activeElement);
  }
  // From one page to another of the same place of the rail: what was pressed is gone with its page.
  for (const page of ["basket", "review/CTR22005241/order", "basket", "orders", "orders/DOURO-2026-09-B8QN5RTC", "orders"]) {
    skip.focus();
    skip.blur();
    expect(document.activeElement).toBe(document.body);
    window.location.hash = `#/${page}`;
    await waitFor(() => {
      expect(document.activeElement?.tagName).toBe("MAIN");
    });
  }
});

it("the sandbox's clock is advanced from its badge", async () => {
  renderApp(<EnvironmentBadge />);
  await userEvent.click(await screen.findByRole("button", { name: "SANDBOX" }));
  const before = (await screen.findByText(/UTC$/)).textContent;
  await userEvent.click(await screen.findByRole("button", { name: "Advance the clock by 1 day" }));
  await waitFor(() => {
    expect(screen.getByText(/UTC$/).textContent).not.toBe(before);
  });
});
