import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { IpcError, type ErrorCode } from "../../ipc";
import { renderApp } from "../../test/render";
import { ConfirmSpend } from "./ConfirmSpend";

function refusal(code: ErrorCode): IpcError {
  return new IpcError("placeOrder", { code, message: "why", hint: null, retryable: false });
}

function setUp({ amount = "6109.36", mustType = false, unusual = false, send = vi.fn<(amount: string) => Promise<string>>(() => new Promise(() => undefined)) } = {}) {
  const onSent = vi.fn();
  const onUnknown = vi.fn();
  renderApp(
    <ConfirmSpend verb="Order" amount={amount} currency="EUR" mustType={mustType} unusual={unusual} send={send} usesUp={false} onSent={onSent} onUnknown={onUnknown} finalWords="Final." />,
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

describe("amounts that are not in cents", () => {
  it("are shown in full, and confirmed as they came", async () => {
    const { user, send } = setUp({ amount: "615.27825", mustType: true });
    const button = screen.getByRole("button", { name: /^Order for 615\.27825.€$/ });
    const field = screen.getByRole("textbox", { name: /Amount to confirm/ });
    await user.type(field, "615.28");
    expect(button).toHaveProperty("disabled", true);
    await user.clear(field);
    await user.type(field, "615,27825{Enter}");
    expect(send).toHaveBeenCalledWith("615.27825");
  });

  it("a price of nothing is said to be unusual and has to be typed, whatever the limit", async () => {
    const { user, send } = setUp({ amount: "0.00", unusual: true });
    expect(screen.getByText(/^The vendor says this costs 0\.00.€\. That is unusual: ask before you order\.$/)).toBeTruthy();
    expect(screen.queryByText(/Over your own limit/)).toBeNull();
    expect(screen.getByRole("button", { name: /^Order for 0\.00/ })).toHaveProperty("disabled", true);
    await user.type(screen.getByRole("textbox", { name: /Amount to confirm/ }), "0{Enter}");
    expect(send).toHaveBeenCalledWith("0.00");
  });

  it("what blocks it is said, and neither button nor Enter gets past it", async () => {
    const send = vi.fn(() => new Promise<string>(() => undefined));
    renderApp(<ConfirmSpend verb="Order" amount="10.00" currency="EUR" mustType blocked="You have this already." send={send} usesUp={false} onSent={vi.fn()} onUnknown={vi.fn()} finalWords="Final." />);
    await userEvent.setup().type(screen.getByRole("textbox", { name: /Amount to confirm/ }), "10.00{Enter}");
    expect(screen.getByText("You have this already.")).toBeTruthy();
    expect(send).not.toHaveBeenCalled();
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
