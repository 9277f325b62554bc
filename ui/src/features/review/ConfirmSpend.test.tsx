import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { IpcError, type ErrorCode } from "../../ipc";
import { renderApp } from "../../test/render";
import { ConfirmSpend } from "./ConfirmSpend";

function refusal(code: ErrorCode): IpcError {
  return new IpcError("placeOrder", { code, message: "why", hint: null, retryable: false });
}

function setUp({ mustType = false, send = vi.fn<(amount: string) => Promise<string>>(() => new Promise(() => undefined)) } = {}) {
  const onSent = vi.fn();
  const onUnknown = vi.fn();
  renderApp(
    <ConfirmSpend verb="Order" amount="6109.36" currency="EUR" mustType={mustType} send={send} usesUp={false} onSent={onSent} onUnknown={onUnknown} finalWords="Final." />,
  );
  return { user: userEvent.setup(), send, onSent, onUnknown };
}

const orderButton = () => screen.getByRole("button", { name: /Order for 6,109\.36/ });
const confirmButton = () => screen.findByRole("button", { name: /Confirm: order for 6,109\.36.*final/ });

async function armed(): Promise<HTMLElement> {
  const button = await confirmButton();
  await vi.waitFor(() => {
    expect(button.getAttribute("aria-disabled")).toBeNull();
  });
  return button;
}

describe("the second confirmation", () => {
  it("the first press sends nothing", async () => {
    const { user, send } = setUp();
    await user.click(orderButton());
    expect(await confirmButton()).toBeTruthy();
    expect(send).not.toHaveBeenCalled();
  });

  it("a double click is not both steps", async () => {
    const { user, send } = setUp();
    await user.dblClick(orderButton());
    expect(await confirmButton()).toBeTruthy();
    expect(send).not.toHaveBeenCalled();
  });

  it("a double click on the confirmation sends once", async () => {
    const { user, send } = setUp();
    await user.click(orderButton());
    await user.dblClick(await armed());
    expect(send).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledWith("6109.36");
  });

  it("it can be taken back", async () => {
    const { user, send } = setUp();
    await user.click(orderButton());
    await user.click(screen.getByRole("button", { name: "Not yet" }));
    expect(orderButton()).toBeTruthy();
    expect(send).not.toHaveBeenCalled();
  });

  it("an amount that has to be typed opens the button, and is what is confirmed", async () => {
    const { user, send } = setUp({ mustType: true });
    expect(orderButton()).toHaveProperty("disabled", true);
    await user.type(screen.getByRole("textbox", { name: /Amount to confirm/ }), "6.109,36");
    await user.dblClick(orderButton());
    expect(send).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledWith("6109.36");
  });

  it("another amount is refused beside its field", async () => {
    const { user } = setUp({ mustType: true });
    await user.type(screen.getByRole("textbox", { name: /Amount to confirm/ }), "6109.35");
    await user.tab();
    expect(screen.getByText(/Needs 6,109\.36/)).toBeTruthy();
    expect(orderButton()).toHaveProperty("disabled", true);
  });
});

describe("after the answer", () => {
  async function pressTwice(code: ErrorCode) {
    const set = setUp({ send: vi.fn(() => Promise.reject(refusal(code))) });
    await set.user.click(orderButton());
    await set.user.click(await armed());
    return set;
  }

  it("a stale price is said in place and the button opens again", async () => {
    await pressTwice("priceStale");
    expect(await screen.findByText("Nothing was sent: the price is no longer good")).toBeTruthy();
    expect(orderButton()).toHaveProperty("disabled", false);
  });

  it("a lost answer leads to the order and never opens the button again", async () => {
    const { onUnknown } = await pressTwice("outcomeUnknown");
    await vi.waitFor(() => {
      expect(onUnknown).toHaveBeenCalledTimes(1);
    });
    expect(orderButton()).toHaveProperty("disabled", true);
  });

  it.each(["vendorFault", "internal", "rateLimited"] as const)("%s does not prove that nothing was sent, so the button stays locked", async (code) => {
    await pressTwice(code);
    await screen.findByText(/why/i);
    expect(orderButton()).toHaveProperty("disabled", true);
  });
});
