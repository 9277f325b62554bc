import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { ipc, type Basket, type BasketGroup } from "../../ipc";
import { commands, world } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { BasketPage } from "./BasketPage";

const REFERENCE = "TAGUS-2026-07-K7M4QX2B";

/** A group of two scenes, of which the first is being ordered; `rest` keeps the second in the basket. */
async function underWay(rest: boolean): Promise<void> {
  const area = await ipc.saveArea(null, "Tagus estuary", { type: "Polygon", coordinates: [[[-9, 38], [-8.9, 38], [-8.9, 38.1], [-9, 38]]] });
  for (const scene of world.scenes.filter((row) => row.backend === "legacy" && !row.inBasket).slice(0, 2)) {
    await ipc.addToBasket(scene.id, area.id, "CTR22005241");
  }
  const basket = await ipc.readBasket();
  const group = basket.groups[0] as BasketGroup;
  const [locked, ...left] = group.items;
  const act = {
    reference: REFERENCE, act: "order", amount: "654.22", currency: "EUR", writtenAt: new Date(2026, 8, 30, 12, 3, 59).toISOString(), entry: 1907,
    since: new Date(Date.parse("2026-09-30T14:00:00Z") - 14_000).toISOString(), byteCount: 2318, items: locked === undefined ? [] : [locked], price: null,
  } as const;
  const shown: Basket = { ...basket, groups: [{ ...group, items: rest ? left : [], underWay: [act] }] };
  vi.spyOn(commands, "readBasket").mockResolvedValue({ status: "ok", data: shown });
}

beforeEach(async () => {
  for (const item of (await ipc.readBasket()).groups.flatMap((one) => one.items)) {
    await ipc.removeFromBasket(item.itemId);
  }
});

describe("what is being ordered", () => {
  it("stands apart with reference, time and amount, and leads to its order", async () => {
    await underWay(true);
    renderApp(<BasketPage />);
    const block = within(await screen.findByRole("region", { name: `Being ordered: ${REFERENCE}` }));
    expect(block.getByRole("heading", { name: "Being ordered paid by Pléiades & SPOT" })).toBeTruthy();
    expect(block.getByText(REFERENCE)).toBeTruthy();
    expect(block.getByText(/^654\.22.€$/)).toBeTruthy();
    expect(block.getByRole("link", { name: "Follow this order" }).getAttribute("href")).toBe(`/orders/${REFERENCE}`);
  });

  it("tells each step with its time, and for how long the answer has been awaited", async () => {
    await underWay(true);
    renderApp(<BasketPage />);
    const steps = within(await screen.findByRole("list", { name: "So far" })).getAllByRole("listitem");
    expect(steps[0]?.textContent).toBe("Written to the record12:03:59 · entry 1907");
    expect(steps[1]?.textContent).toMatch(/^Sent, once\d\d:59:46 · 2,318 bytes$/);
    await screen.findByText(/so far$/);
    expect(steps[2]?.textContent).toMatch(/^Waiting for the answer\d+ s so far$/);
  });

  it("can't be removed, priced or reviewed; the rest of the group can", async () => {
    await underWay(true);
    renderApp(<BasketPage />);
    const block = within(await screen.findByRole("region", { name: /^Being ordered/ }));
    expect(block.queryByRole("button")).toBeNull();
    const group = within(screen.getByRole("region", { name: "Basket for Pléiades & SPOT" }));
    expect(group.getAllByRole("button", { name: /^Remove/ })).toHaveLength(1);
    expect(screen.getByText("1 scene · 1 contract")).toBeTruthy();
  });

  it("alone, it is all there is: no group, no form, and not an empty basket", async () => {
    await underWay(false);
    renderApp(<BasketPage />);
    expect(await screen.findByRole("region", { name: /^Being ordered/ })).toBeTruthy();
    expect(screen.queryByRole("region", { name: /^Basket for|^Options/ })).toBeNull();
    expect(screen.queryByText("The basket is empty")).toBeNull();
    expect(screen.queryByRole("button", { name: /Review|Price|Remove/ })).toBeNull();
  });
});
