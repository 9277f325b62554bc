import { screen, waitFor, within, type BoundFunctions, type queries } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { AppError, Offer } from "../../ipc";
import { commands, switches } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { OrdersPage } from "./OrdersPage";

vi.setConfig({ testTimeout: 30_000 });

const QUOTED = "PORTO-2026-09-H2V9";
const REVISED = "LAGOS-2026-09-R4VD";
const slow = { timeout: 5000 };

async function pressAccept(user: UserEvent, amount: RegExp): Promise<BoundFunctions<typeof queries>> {
  await user.click(await screen.findByRole("button", { name: amount }));
  return within(await screen.findByRole("dialog"));
}

async function armed(dialog: BoundFunctions<typeof queries>, name: RegExp): Promise<HTMLElement> {
  const confirm = await dialog.findByRole("button", { name }, slow);
  await waitFor(() => {
    expect(confirm.getAttribute("aria-disabled")).toBeNull();
  });
  return confirm;
}

function refuse(error: Pick<AppError, "code" | "detail">) {
  return vi.spyOn(commands, "acceptQuotation").mockResolvedValueOnce({ status: "error", error: { message: "why", hint: null, retryable: false, ...error } });
}

const offer = (amount: string, version: number): Offer => ({ amount, currency: "EUR", discountPercent: null, version, expires: null });

beforeEach(() => {
  switches.held = false;
});

describe("a quotation that the vendor revised", () => {
  it("is asked for before it is accepted, and both offers stand beside each other", async () => {
    const accept = vi.spyOn(commands, "acceptQuotation");
    const read = vi.spyOn(commands, "readQuotation");
    renderApp(<OrdersPage reference={REVISED} />);
    const user = userEvent.setup();
    const dialog = await pressAccept(user, /^Accept for 1,285\.45/);
    expect(dialog.getByText("Asking the vendor what it offers now…")).toBeTruthy();
    expect(dialog.queryByRole("button", { name: /ccept for/ })).toBeNull();
    expect(await dialog.findByText("The vendor sent version 2. Nothing was accepted.", undefined, slow)).toBeTruthy();
    expect(read).toHaveBeenCalledTimes(1);
    expect(within(dialog.getByRole("row", { name: /^Total/ })).getByText(/1,285\.45/).tagName).toBe("S");
    expect(dialog.getByRole("row", { name: /^Total 1,285\.45.€ 1,156\.91.€$/ })).toBeTruthy();
    expect(dialog.getByRole("row", { name: /^Discount none named 10\s%$/ })).toBeTruthy();
    expect(dialog.getByText(/^Your “Accept for 1,285\.45.€” was for the offer before and stopped here\.$/)).toBeTruthy();
    expect(dialog.getByRole("row", { name: /^Scenes asked for 1, 118\.0\skm² 1, 118\.0\skm²$/ })).toBeTruthy();
    expect(await dialog.findByRole("row", { name: /^PDF, sha-256 not read [0-9a-f]{4} [0-9a-f]{4} …$/ })).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Read version 2" }));
    expect(await dialog.findByRole("region", { name: "Quotation QUO26115031" })).toBeTruthy();
    await user.click(dialog.getByRole("button", { name: "Hide the PDF" }));
    // The press that opened the dialog was for another amount: it takes two more.
    await user.click(dialog.getByRole("button", { name: /^Accept for 1,156\.91/ }));
    expect(accept).not.toHaveBeenCalled();
    await user.click(dialog.getByRole("button", { name: "Not yet" }));
    await user.click(dialog.getByRole("button", { name: "Not now" }));
    expect(accept).not.toHaveBeenCalled();
    expect(await screen.findByText(/^Changed by the vendor: 1,285\.45.€ → 1,156\.91.€ \(version 2\)$/)).toBeTruthy();
    expect(screen.getByText(/^version 2, offered/)).toBeTruthy();
    expect(screen.getByRole("button", { name: /^Accept for 1,156\.91/ })).toBeTruthy();
  });
});

describe("accepting", () => {
  it("another offer while it is sent stops, shows both and asks again", async () => {
    const accept = refuse({ code: "offerChanged", detail: { about: "offerChanged", was: offer("2537.00", 1), now: offer("2600.125", 2) } });
    renderApp(<OrdersPage reference={QUOTED} />);
    const user = userEvent.setup();
    const dialog = await pressAccept(user, /^Accept for 2,537\.00/);
    await user.click(await armed(dialog, /^Confirm: accept for 2,537\.00/));
    expect(await dialog.findByText("The vendor sent version 2. Nothing was accepted.")).toBeTruthy();
    expect(dialog.getByRole("row", { name: /^Total 2,537\.00.€ 2,600\.125.€$/ })).toBeTruthy();
    expect(accept).toHaveBeenCalledTimes(1);
    accept.mockResolvedValueOnce({ status: "error", error: { code: "unreachable", message: "why", hint: null, retryable: true, detail: null } });
    await user.click(dialog.getByRole("button", { name: /^Accept for 2,600\.125/ }));
    await user.click(await armed(dialog, /^Confirm: accept for 2,600\.125/));
    expect(accept).toHaveBeenLastCalledWith(QUOTED, { amount: "2600.125", currency: "EUR", version: 2 }, []);
  });

  it("what the record holds already is shown, and accepted only once it was allowed", async () => {
    switches.held = true;
    const accept = vi.spyOn(commands, "acceptQuotation");
    renderApp(<OrdersPage reference={QUOTED} />);
    const user = userEvent.setup();
    const dialog = await pressAccept(user, /^Accept for 2,537\.00/);
    await user.click(await armed(dialog, /^Confirm: accept for 2,537\.00/));
    const card = within(await dialog.findByRole("region", { name: "Already in your record: EVORA-2026-09-3XKD" }));
    expect(dialog.getByRole("button", { name: /^Accept for/ })).toHaveProperty("disabled", true);
    await user.click(card.getByRole("button", { name: "Order it again…" }));
    await user.type(await screen.findByRole("textbox", { name: "Why is it bought again?" }), "second licence");
    await user.click(screen.getByRole("button", { name: /^Yes, buy it again for 2,537\.00/ }));
    accept.mockReturnValueOnce(new Promise(() => undefined));
    await user.click(await dialog.findByRole("button", { name: /^Accept for 2,537\.00/ }));
    await user.click(await armed(dialog, /^Confirm: accept for 2,537\.00/));
    expect(accept).toHaveBeenLastCalledWith(QUOTED, { amount: "2537.00", currency: "EUR", version: 1 }, [{ reference: "EVORA-2026-09-3XKD", amount: "1311.50", reason: "second licence" }]);
  });

  it("an offer that can't be read is not accepted", async () => {
    vi.spyOn(commands, "readQuotation").mockResolvedValue({ status: "error", error: { code: "unreachable", message: "no route", hint: null, retryable: true, detail: null } });
    renderApp(<OrdersPage reference={QUOTED} />);
    const dialog = await pressAccept(userEvent.setup(), /^Accept for 2,537\.00/);
    expect(await dialog.findByText("The vendor can't be reached")).toBeTruthy();
    expect(dialog.queryByRole("button", { name: /ccept for/ })).toBeNull();
  });

  it("names the amount, counts the press that opened it, and says what happened", async () => {
    const accept = vi.spyOn(commands, "acceptQuotation");
    renderApp(<OrdersPage reference={QUOTED} />);
    const user = userEvent.setup();
    const dialog = await pressAccept(user, /^Accept for 2,537\.00/);
    expect(await dialog.findByText("One more press and it is sent.", undefined, slow)).toBeTruthy();
    expect(accept).not.toHaveBeenCalled();
    await user.click(await armed(dialog, /^Confirm: accept for 2,537\.00/));
    expect(accept).toHaveBeenCalledTimes(1);
    expect(accept).toHaveBeenCalledWith(QUOTED, { amount: "2537.00", currency: "EUR", version: 1 }, []);
    expect(await screen.findByText(/^Ordered for 2,537\.00/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Accept/ })).toBeNull();
  });
});
