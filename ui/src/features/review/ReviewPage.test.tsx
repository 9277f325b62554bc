import { act, screen, within } from "@testing-library/react";
import { notifications } from "@mantine/notifications";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Route, Switch } from "wouter";

import { ipc, type Constellation, type ErrorCode, type SpendKind } from "../../ipc";
import { commands, switches, world } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { ReviewPage } from "./ReviewPage";

vi.setConfig({ testTimeout: 20_000 });

/** A priced group for one scene; answers the contract it belongs to. */
async function priced(constellation: Constellation, size: number): Promise<string> {
  const scene = world.scenes.find((row) => row.constellation === constellation && !row.inBasket);
  const area = await ipc.saveArea(null, "Tagus estuary", {
    type: "Polygon",
    coordinates: [[[-9.1, 38.7], [-9.1 + size, 38.7], [-9.1 + size, 38.7 + size], [-9.1, 38.7 + size], [-9.1, 38.7]]],
  });
  const basket = await ipc.addToBasket(scene?.id ?? "", area.id, scene?.backend === "neo" ? "CTR22005242" : "CTR22005241");
  const contractId = basket.groups.find((group) => group.items.some((item) => item.scene.id === scene?.id))?.contract.contractId ?? "";
  await ipc.editBasketGroup(contractId, { market: "ENVIRONMENT", secondaryMarket: null, endUser: { name: "River Authority", country: "PT" }, reference: null });
  await ipc.priceBasket(contractId);
  return contractId;
}

function show(contractId: string, kind: SpendKind, mayLeave = false) {
  return renderApp(
    <Switch>
      <Route path="/orders/:reference">{({ reference }) => <output>page of {reference}</output>}</Route>
      {mayLeave && <Route path="/basket">the basket</Route>}
      <Route>
        <ReviewPage contractId={contractId} kind={kind} />
      </Route>
    </Switch>,
  );
}

function refuse(code: ErrorCode) {
  return vi.spyOn(commands, "placeOrder").mockResolvedValue({ status: "error", error: { code, message: "the price was renewed", hint: null, retryable: false, detail: null } });
}

async function confirm(): Promise<void> {
  const user = userEvent.setup();
  await user.click(await screen.findByRole("button", { name: /^Order for/ }));
  const button = await screen.findByRole("button", { name: /^Confirm: order for/ });
  await vi.waitFor(() => {
    expect(button.getAttribute("aria-disabled")).toBeNull();
  });
  await user.click(button);
}

beforeEach(async () => {
  switches.held = false;
  switches.otherwise = false;
  const { groups } = await ipc.readBasket();
  for (const item of groups.flatMap((group) => group.items)) {
    await ipc.removeFromBasket(item.itemId);
  }
});

describe("the review", () => {
  it("shows the very bytes with their count and that they are the ones that were priced", async () => {
    show(await priced("PHR", 0.03), "order");
    const sent = within(await screen.findByRole("region", { name: "Exactly what will be sent" }));
    expect(sent.getByText(/^[\d,]+ bytes to/)).toBeTruthy();
    expect(sent.getByText("same bytes as priced")).toBeTruthy();
    expect(sent.getByLabelText("Body of the request").textContent).toContain('"primaryMarket": "ENVIRONMENT"');
  });

  it("shows the credit before and after", async () => {
    show(await priced("PHR", 0.03), "order");
    const money = within(await screen.findByRole("complementary", { name: "Money" }));
    expect(money.getByText("Credit now")).toBeTruthy();
    expect(money.getByText("Credit after")).toBeTruthy();
    expect(money.getByRole("img", { name: /of the credit is left/ })).toBeTruthy();
  });

  it("an order leads to its page", async () => {
    const contractId = await priced("PHR", 0.03);
    const place = vi.spyOn(commands, "placeOrder");
    show(contractId, "order");
    await confirm();
    expect(await screen.findByText(/^page of TAGUS-/, undefined, { timeout: 5000 })).toBeTruthy();
    expect(place).toHaveBeenCalledTimes(1);
    const orders = await ipc.listOrders();
    expect(orders[0]?.state.state).toBe("placed");
  });

  it.each([
    ["placed", false, /^TAGUS-.* is ordered for/],
    ["otherwise", true, /^TAGUS-.*The vendor booked 999,999\.99.USD\. You confirmed/],
  ])("an answer that comes while somebody is elsewhere moves nothing, it tells: %s", async (_, otherwise, words) => {
    switches.otherwise = otherwise;
    const tell = vi.spyOn(notifications, "show");
    const { navigate } = show(await priced("PHR", 0.03), "order", true);
    await confirm();
    act(() => {
      navigate("/basket");
    });
    await vi.waitFor(() => {
      expect(tell).toHaveBeenCalledTimes(1);
    }, 5000);
    expect(screen.getByText("the basket")).toBeTruthy();
    const [toast] = tell.mock.calls[0] ?? [];
    expect(toast).toMatchObject({ autoClose: false });
    renderApp(<div data-testid="toast">{toast?.message}</div>);
    expect(screen.getByTestId("toast").textContent).toMatch(words);
    await userEvent.click(screen.getByRole("button", { name: "Show it" }));
    expect(await screen.findByText(/^page of TAGUS-/)).toBeTruthy();
  });

  it("a refusal that comes while somebody is elsewhere is told, too", async () => {
    const tell = vi.spyOn(notifications, "show");
    let answer: () => void = () => undefined;
    vi.spyOn(commands, "placeOrder").mockReturnValue(
      new Promise((resolve) => {
        answer = () => {
          resolve({ status: "error", error: { code: "overLimit", message: "why", hint: null, retryable: false, detail: null } });
        };
      }),
    );
    const { navigate } = show(await priced("PHR", 0.03), "order", true);
    await confirm();
    act(() => {
      navigate("/basket");
    });
    answer();
    await vi.waitFor(() => {
      expect(tell).toHaveBeenCalledTimes(1);
    });
    renderApp(<div data-testid="toast">{tell.mock.calls[0]?.[0].message}</div>);
    expect(screen.getByTestId("toast").textContent).toMatch(/^TAGUS-.*: Above your own limit\. Show it$/);
    act(() => {
      navigate("/orders/another");
    });
    // Nothing was sent, so that there is no order to go to.
    await userEvent.click(screen.getByRole("button", { name: "Show it" }));
    expect(await screen.findByText("the basket")).toBeTruthy();
  });

  it("a stale price is said in place and nothing else happens", async () => {
    const contractId = await priced("PHR", 0.03);
    refuse("priceStale");
    show(contractId, "order");
    await confirm();
    expect(await screen.findByText("Nothing was sent: the price is no longer good")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Go to the basket" })).toBeTruthy();
    expect(screen.getByRole("button", { name: /^Order for/ })).toHaveProperty("disabled", true);
    await userEvent.click(screen.getByRole("button", { name: "Review again" }));
    await vi.waitFor(() => {
      expect(screen.getByRole("button", { name: /^Order for/ })).toHaveProperty("disabled", false);
    });
  });

  it("what the record holds is not ordered before each entry was allowed with a reason", async () => {
    switches.held = true;
    const place = vi.spyOn(commands, "placeOrder");
    show(await priced("PHR", 0.03), "order");
    const user = userEvent.setup();
    const card = within(await screen.findByRole("region", { name: "Already in your record: SADO-2026-09-W5RT" }));
    expect(card.getByText("12 Sep 2026")).toBeTruthy();
    expect(card.getByText(/^1,565\.60.€$/)).toBeTruthy();
    expect(card.getByRole("heading", { name: "You bought this scene over this area" })).toBeTruthy();
    expect(await card.findByText("Pléiades & SPOT")).toBeTruthy();
    expect(card.getByText("Standard")).toBeTruthy();
    expect(card.getByRole("img", { name: /^(No picture of )?P/ })).toBeTruthy();
    expect(screen.getByRole("button", { name: /^Order for/ })).toHaveProperty("disabled", true);
    expect(screen.getByText(/You have a part of this already/)).toBeTruthy();
    await user.click(card.getByRole("button", { name: "Order it again…" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Buy it a second time?" }));
    expect(dialog.getByText("SADO-2026-09-W5RT")).toBeTruthy();
    await user.type(dialog.getByRole("textbox", { name: "Why is it bought again?" }), "  why ");
    await user.click(dialog.getByRole("button", { name: /^Yes, buy it again for/ }));
    expect(await dialog.findByText("Needs a reason of 5 characters or more")).toBeTruthy();
    await user.type(dialog.getByRole("textbox", { name: "Why is it bought again?" }), "second licence");
    await user.click(dialog.getByRole("button", { name: /^Yes, buy it again for/ }));
    expect(await card.findByText(/second licence/)).toBeTruthy();
    await confirm();
    expect(place).toHaveBeenCalledWith(expect.anything(), expect.anything(), [{ reference: "SADO-2026-09-W5RT", amount: "1565.60", reason: expect.stringContaining("second licence") as string }]);
    expect(await screen.findByText(/^page of TAGUS-/, undefined, { timeout: 5000 })).toBeTruthy();
  });

  it("a consent that is taken back closes the order again, and asking for a quotation needs it, too", async () => {
    switches.held = true;
    show(await priced("PNEO", 0.03), "quotation");
    const user = userEvent.setup();
    const ask = await screen.findByRole("button", { name: "Ask for the quotation" });
    expect(ask).toHaveProperty("disabled", true);
    await user.click(screen.getByRole("button", { name: "Order it again…" }));
    await user.type(await screen.findByRole("textbox", { name: "Why is it bought again?" }), "second licence");
    await user.click(screen.getByRole("button", { name: /^Yes, buy it again for/ }));
    await vi.waitFor(() => {
      expect(ask).toHaveProperty("disabled", false);
    });
    await user.click(screen.getByRole("button", { name: "Take it back" }));
    expect(ask).toHaveProperty("disabled", true);
  });

  it("nothing can be ordered while the settings can't be read", async () => {
    switches.unreadable = true;
    show(await priced("PHR", 0.03), "order");
    expect((await screen.findByRole("alert")).textContent).toMatch(/^Your settings can't be read/);
    expect(screen.getByRole("button", { name: /^Order for/ })).toHaveProperty("disabled", true);
    switches.unreadable = false;
  });

  it("an unpriced basket leads back to it", async () => {
    show("CTR22005241", "order");
    expect(await screen.findByText("Nothing was sent: the price is no longer good")).toBeTruthy();
  });

  it("a quotation costs nothing and is asked for once", async () => {
    const contractId = await priced("PNEO", 0.03);
    const request = vi.spyOn(commands, "requestQuotation");
    show(contractId, "quotation");
    await userEvent.dblClick(await screen.findByRole("button", { name: "Ask for the quotation" }));
    expect(request).toHaveBeenCalledTimes(1);
    expect(screen.getByText(/Asking costs nothing/)).toBeTruthy();
  });
});
