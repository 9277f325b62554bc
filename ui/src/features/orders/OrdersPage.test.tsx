import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { commands, switches } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { OrdersPage } from "./OrdersPage";

vi.setConfig({ testTimeout: 20_000 });

const QUOTED = "PORTO-2026-09-H2V9";
const list = async () => within(await screen.findByRole("table"));

describe("the list of orders", () => {
  it("a chip keeps one state and counts it", async () => {
    renderApp(<OrdersPage reference={null} />);
    await list();
    await userEvent.click(screen.getByRole("button", { name: "Not known 2" }));
    expect((await list()).getAllByRole("link")).toHaveLength(2);
    expect((await list()).getByText("not known yet")).toBeTruthy();
    expect((await list()).getByText("acceptance not known yet")).toBeTruthy();
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

describe("an order that can't be read", () => {
  it("is named above the others, which are all there", async () => {
    switches.illegible = true;
    renderApp(<OrdersPage reference={null} />);
    const notice = await screen.findByRole("alert");
    expect(notice.textContent).toMatch(/^1 order of your record can't be readGUADIANA-2026-05-Q2ZL\. All others are shown\. Nothing can be ordered/);
    expect(within(notice).getByText(/the amount is no number/).closest("details")).toHaveProperty("open", false);
    expect((await screen.findAllByRole("row")).length).toBeGreaterThan(5);
    switches.illegible = false;
  });
});

describe("asking the vendor", () => {
  it("offers no contract that sells nothing here", async () => {
    renderApp(<OrdersPage reference={null} />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "Ask the vendor…" }));
    await user.click(await screen.findByRole("combobox", { name: "Contract" }));
    expect(await screen.findByRole("option", { name: "Coast Neo" })).toBeTruthy();
    expect(screen.queryByRole("option", { name: "Tasking" })).toBeNull();
  });
});

describe("orders that could not be followed", () => {
  it("are told with their contract and reason, each on demand", async () => {
    const problem = (reference: string | null) => ({ reference, contractId: "CTR22001001", contractName: "Hydrology", message: "The key can't see this contract." });
    const follow = vi.spyOn(commands, "followProblems").mockResolvedValue({ status: "ok", data: [problem("EVORA-2026-09-3XKD"), problem("BEJA-2026-06-C4ZD")] });
    const { unmount } = renderApp(<OrdersPage reference={null} />);
    expect(await screen.findByText("2 orders could not be followed.")).toBeTruthy();
    expect(screen.queryByRole("list")).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Show each" }));
    const each = within(screen.getByRole("list", { name: "Orders that could not be followed" }));
    expect(each.getAllByRole("link").map((link) => link.textContent)).toEqual(["EVORA-2026-09-3XKD", "BEJA-2026-06-C4ZD"]);
    unmount();
    follow.mockResolvedValue({ status: "ok", data: [problem(null)] });
    renderApp(<OrdersPage reference={null} />);
    expect((await screen.findByText(/^Some orders could not be followed\.$/)).parentElement?.textContent).toMatch(/Hydrology: The key can't see this contract\.$/);
  });

  it("of a round that was asked for are told at once", async () => {
    renderApp(<OrdersPage reference={null} />);
    await list();
    const orders = await commands.listOrders();
    vi.spyOn(commands, "refreshOrders").mockResolvedValue({
      status: "ok",
      data: { orders: orders.status === "ok" ? orders.data : [], problems: [{ reference: "EVORA-2026-09-3XKD", contractId: "C", contractName: "Hydrology", message: "Gone." }] },
    });
    await userEvent.click(screen.getByRole("button", { name: "Refresh" }));
    expect(await screen.findByText("1 order could not be followed.")).toBeTruthy();
  });
});

describe("an order that the vendor booked otherwise", () => {
  const SENTENCE = "The vendor booked 999,999.99\u00a0USD. You confirmed 654.22\u00a0EUR.";

  it("says so in its headline, with what to do, and claims nothing else", async () => {
    renderApp(<OrdersPage reference="OVAR-2026-09-X1PT" />);
    const pane = within(screen.getByRole("region", { name: "Order" }));
    expect((await pane.findByRole("heading", { level: 2, name: /^The vendor booked 999,999\.99.USD\. You confirmed 654\.22.EUR\./ })).textContent).toContain(SENTENCE);
    expect(pane.getByText(/^Call the vendor and name SAL26000121\. Do not order it again/)).toBeTruthy();
    expect(pane.queryByText(/^Ordered for/)).toBeNull();
  });

  it("is marked in the list beside its amount", async () => {
    renderApp(<OrdersPage reference={null} />);
    expect((await list()).getByRole("img", { name: /^The vendor booked 999,999\.99/ })).toBeTruthy();
  });
});

describe("a decision nobody knows the outcome of", () => {
  const SINES = "SINES-2026-09-D3KL";

  it("gets the whole page, with no way to decide again", async () => {
    renderApp(<OrdersPage reference={SINES} />);
    expect(await screen.findByRole("heading", { level: 1, name: "Your acceptance was sent, but its answer never came back" })).toBeTruthy();
    expect(screen.getByText("Swath looks again while it is connected")).toBeTruthy();
    expect(screen.queryByRole("table")).toBeNull();
    expect(screen.queryByRole("button", { name: /Accept|Refuse|again/ })).toBeNull();
  });

  it("is ended by a person, with a reason", async () => {
    const declare = vi.spyOn(commands, "declareDecision");
    renderApp(<OrdersPage reference={SINES} />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "It did not arrive…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "It did not arrive" }));
    await user.click(dialog.getByRole("button", { name: "Record that it did not arrive" }));
    expect(await dialog.findByText("A reason is needed")).toBeTruthy();
    declare.mockReturnValueOnce(new Promise(() => undefined));
    await user.type(dialog.getByLabelText("How do you know?"), " the vendor said so ");
    await user.click(dialog.getByRole("button", { name: "Record that it did not arrive" }));
    expect(declare).toHaveBeenCalledWith(SINES, false, "the vendor said so");
  });

  it("that arrived is an order from then on", async () => {
    renderApp(<OrdersPage reference={SINES} />);
    const user = userEvent.setup();
    await user.click(await screen.findByRole("button", { name: "It arrived…" }));
    await user.type(await screen.findByLabelText("How do you know?"), "the vendor's mail");
    await user.click(screen.getByRole("button", { name: "Record that it arrived" }));
    expect(await screen.findByText(/^Ordered for 709\.50/)).toBeTruthy();
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
