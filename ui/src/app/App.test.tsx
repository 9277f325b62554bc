import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import { renderApp } from "../test/render";
import { App } from "./App";
import { EnvironmentBadge } from "./EnvironmentBadge";

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
  expect(await screen.findByText("The map can't be drawn here", undefined, { timeout: 5000 })).toBeTruthy();
  expect(await screen.findByRole("button", { name: "Paste or type" })).toBeTruthy();
});

it("the palette leads to a page by a few letters", async () => {
  render(<App />);
  await userEvent.click(await screen.findByRole("button", { name: "Find a place, page or command" }));
  await userEvent.type(await screen.findByRole("combobox", { name: "Find" }), "deliv");
  await waitFor(() => {
    expect(screen.getAllByRole("option")).toHaveLength(1);
  });
  await userEvent.keyboard("{Enter}");
  expect(window.location.hash).toBe("#/deliveries");
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
