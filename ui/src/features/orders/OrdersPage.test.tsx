import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { commands } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { OrdersPage } from "./OrdersPage";

vi.setConfig({ testTimeout: 20_000 });

const QUOTED = "PORTO-2026-09-H2V9";
const list = async () => within(await screen.findByRole("table"));

describe("the list of orders", () => {
  it("a chip keeps one state and counts it", async () => {
    renderApp(<OrdersPage reference={null} />);
    await list();
    await userEvent.click(screen.getByRole("button", { name: "Not known 1" }));
    expect((await list()).getAllByRole("link")).toHaveLength(1);
    expect((await list()).getByText("not known yet")).toBeTruthy();
  });

  it("words that match nothing can be taken back", async () => {
    renderApp(<OrdersPage reference={null} />);
    await list();
    const user = userEvent.setup();
    await user.type(screen.getByRole("textbox", { name: "Search orders" }), "nowhere");
    expect(screen.getByText("No order matches")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: /Show all/ }));
    expect((await list()).getAllByRole("link").length).toBeGreaterThan(3);
  });

  it("an unknown order gets the whole page", async () => {
    renderApp(<OrdersPage reference="DOURO-2026-09-B8QN5RTC" />);
    expect(await screen.findByRole("heading", { name: "The order was sent, but its answer never came back" })).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
  });

  it("a reference nobody knows says so", async () => {
    renderApp(<OrdersPage reference="NOWHERE" />);
    expect(await screen.findByText("That was not found")).toBeTruthy();
  });
});

describe("a quotation that waits", () => {
  it("shows every page of its document", async () => {
    renderApp(<OrdersPage reference={QUOTED} />);
    expect(await screen.findByRole("img", { name: "Page 1 of quotation QUO26114547" })).toHaveProperty("src", expect.stringContaining("quotation/QUO26114547/page/1.png?width="));
    expect(screen.getByRole("img", { name: "Page 2 of quotation QUO26114547" })).toBeTruthy();
  });

  it("can only be refused with a reason", async () => {
    const refuse = vi.spyOn(commands, "refuseQuotation").mockReturnValue(new Promise(() => undefined));
    renderApp(<OrdersPage reference={QUOTED} />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Refuse…" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getAllByRole("radio")).toHaveLength(7);
    expect(dialog.getByRole("button", { name: "Refuse the quotation" })).toHaveProperty("disabled", true);
    await user.click(dialog.getByRole("radio", { name: "The budget doesn't allow it" }));
    await user.click(dialog.getByRole("button", { name: "Refuse the quotation" }));
    expect(refuse).toHaveBeenCalledWith(QUOTED, 3);
  });
});
