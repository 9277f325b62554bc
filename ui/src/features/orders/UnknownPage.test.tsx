import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { OrderDetail } from "../../ipc";
import { commands } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { UnknownPage } from "./UnknownPage";

const detail: OrderDetail = {
  summary: {
    reference: "DOURO-2026-09-B8QN5RTC",
    contractId: "CTR26000001",
    contractName: "Pléiades & SPOT",
    backend: "legacy",
    kind: "order",
    what: "Pléiades · 1 scene · 40 km²",
    amount: "500.00",
    currency: "EUR",
    confirmed: { amount: "500.00", currency: "EUR" },
    offer: null,
    state: { state: "unknown", nextLook: new Date(Date.now() + 240_000).toISOString() },
    quotationId: null,
    salesOrderId: null,
    createdAt: "2026-09-30T08:14:02Z",
    changedAt: "2026-09-30T08:14:33Z",
    decisionPending: null,
    decisionUnknown: false,
    turnedUp: false,
  },
  timeline: [
    { seq: 7, at: "2026-09-30T08:14:02Z", event: { kind: "confirmed", act: "order", amount: "500.00", currency: "EUR", contractId: null, what: null, byteCount: 1602, sha256: null } },
    { seq: 8, at: "2026-09-30T08:14:33Z", event: { kind: "stepped", act: "order", event: "ambiguous", why: { why: "connectionBroke", technical: "reset" }, late: false } },
  ],
  items: [],
  areaNames: ["Lower Douro"],
  drawnKm2: 40,
  billedKm2: "40.0",
  body: "{}",
  byteCount: 2,
  sha256: "9c4177e0",
  endpoint: "https://order.example.com/api/v1/orders",
  licences: [],
  workspace: null,
  deliveries: [],
};

describe("the page of an unknown order", () => {
  beforeEach(() => {
    for (const name of ["lookNow", "declareNotPlaced", "declarePlaced"] as const) {
      vi.spyOn(commands, name).mockResolvedValue({ status: "ok", data: detail });
    }
    renderApp(<UnknownPage detail={detail} />);
  });

  it("says that it may have been placed, with the amount at stake, and when the next look is", () => {
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("The order was sent, but its answer never came back");
    expect(screen.getByText(/500\.00.*could be spent twice/)).toBeTruthy();
    expect(screen.getByText("in 4 min")).toBeTruthy();
  });

  it("offers no way to send again", () => {
    const names = screen.getAllByRole("button").map((button) => button.textContent + (button.getAttribute("aria-label") ?? ""));
    expect(names.filter((name) => /order|send|try again/i.test(name) && !/orders$/.test(name))).toEqual(["Order it again all the same…"]);
  });

  it("puts the scenes into the basket again only once the double cost was acknowledged", async () => {
    const again = vi.spyOn(commands, "orderAgain");
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "Order it again all the same…" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText(/500\.00.*could be spent twice/)).toBeTruthy();
    const go = within(dialog).getByRole("button", { name: "Put it into the basket again" });
    await user.click(go);
    expect(again).not.toHaveBeenCalled();
    await user.click(within(dialog).getByRole("checkbox"));
    await user.click(go);
    expect(again).toHaveBeenCalledWith("DOURO-2026-09-B8QN5RTC");
  });

  it("looks now when asked", async () => {
    await userEvent.click(screen.getByRole("button", { name: "Look now" }));
    expect(commands.lookNow).toHaveBeenCalledWith("DOURO-2026-09-B8QN5RTC");
  });

  it("not placed needs a typed reason", async () => {
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "It was not placed…" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Record that it was not placed" }));
    expect(await within(dialog).findByText("A reason is needed")).toBeTruthy();
    expect(commands.declareNotPlaced).not.toHaveBeenCalled();
    await user.type(within(dialog).getByLabelText("How do you know?"), "  the vendor said so on the phone ");
    await user.click(within(dialog).getByRole("button", { name: "Record that it was not placed" }));
    expect(commands.declareNotPlaced).toHaveBeenCalledWith("DOURO-2026-09-B8QN5RTC", "the vendor said so on the phone");
  });

  it("placed needs the vendor's number", async () => {
    const user = userEvent.setup();
    await user.click(screen.getByRole("button", { name: "It was placed…" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("The vendor's order number"), "SAL26000118{Enter}");
    expect(commands.declarePlaced).toHaveBeenCalledWith("DOURO-2026-09-B8QN5RTC", "SAL26000118");
  });
});
