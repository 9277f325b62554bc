import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { ContractPicker } from "../../app/ContractPicker";
import { ipc, type Contract } from "../../ipc";
import { commands, world } from "../../ipc/fake";
import { useSelection } from "../../shared/session";
import { renderApp } from "../../test/render";
import { addScene } from "./addScene";
import { BasketPage } from "./BasketPage";
import { payerKey, settledPayer } from "./payer";
import { PayerDialog } from "./PayerDialog";

const [LEGACY, COAST, NEO, COAST_NEO, TASKING] = world.contracts as [Contract, Contract, Contract, Contract, Contract];

describe("who pays without a question", () => {
  it("the only one that sells it", () => {
    expect(settledPayer([LEGACY], COAST.contractId, {})).toBe(LEGACY);
  });

  it("the one chosen in the top bar, wherever it is among several", () => {
    expect(settledPayer([LEGACY, COAST], COAST.contractId, { [payerKey([LEGACY, COAST])]: LEGACY.contractId })).toBe(COAST);
    expect(settledPayer([NEO, COAST_NEO], COAST.contractId, {})).toBeNull();
  });

  it("the one chosen earlier for the same set, in whatever order it comes", () => {
    const remembered = { [payerKey([COAST_NEO, NEO])]: COAST_NEO.contractId };
    expect(settledPayer([NEO, COAST_NEO], COAST.contractId, remembered)).toBe(COAST_NEO);
    expect(settledPayer([NEO, COAST_NEO, TASKING], null, remembered)).toBeNull();
  });

  it("nobody, where nobody has chosen", () => {
    expect(settledPayer([LEGACY, COAST], null, {})).toBeNull();
    expect(settledPayer([], null, {})).toBeNull();
  });
});

describe("adding a scene that several contracts sell", () => {
  let areaId = "";
  const scene = () => world.scenes.find((row) => row.backend === "legacy" && !row.inBasket)?.id ?? "";
  beforeEach(async () => {
    useSelection.setState({ contractId: null, payers: {} });
    for (const item of (await ipc.readBasket()).groups.flatMap((one) => one.items)) {
      await ipc.removeFromBasket(item.itemId);
    }
    areaId = (await ipc.saveArea(null, "Area", { type: "Polygon", coordinates: [[[-9, 38], [-8, 38], [-8, 39], [-9, 38]]] })).id;
  });

  it("asks once, with name and credit of each, and keeps the choice", async () => {
    renderApp(<PayerDialog />);
    const added = addScene(scene(), areaId, "SPOT 7, 19 May 2026");
    const dialog = within(await screen.findByRole("dialog", { name: "Who pays for this?" }));
    expect(dialog.getByRole("button", { name: /Pléiades & SPOT.*left/ })).toBeTruthy();
    expect(await dialog.findByText("Not offered: Pléiades Neo and Coast Neo sell Pléiades Neo only. Tasking sells no scenes of the archive.")).toBeTruthy();
    await userEvent.click(dialog.getByRole("button", { name: /Coast and ports.*4,160\.50/ }));
    expect((await added)?.groups.map((group) => group.contract.contractId)).toEqual([COAST.contractId]);
    await addScene(scene(), areaId, "another");
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).toBeNull();
    });
    expect(useSelection.getState()).toMatchObject({ contractId: COAST.contractId, payers: { [payerKey([LEGACY, COAST])]: COAST.contractId } });
    expect(localStorage.getItem("swath.selection")).toContain(COAST.contractId);
  });

  it("adds nothing when nobody is chosen", async () => {
    const add = vi.spyOn(commands, "addToBasket");
    renderApp(<PayerDialog />);
    const added = addScene(scene(), areaId, "SPOT 7");
    await userEvent.click(await screen.findByRole("button", { name: "Don't add it" }));
    expect(await added).toBeNull();
    expect(add).not.toHaveBeenCalled();
  });

  it("asks with the contracts of the refusal when they changed meanwhile", async () => {
    vi.spyOn(commands, "listSellers").mockResolvedValue({ status: "ok", data: [] });
    renderApp(<PayerDialog />);
    const added = addScene(scene(), areaId, "SPOT 7");
    await userEvent.click(await screen.findByRole("button", { name: /Coast and ports/ }));
    expect((await added)?.groups[0]?.contract.contractId).toBe(COAST.contractId);
  });

  it("the group says who pays, and another contract may", async () => {
    useSelection.setState({ contractId: LEGACY.contractId });
    await addScene(scene(), areaId, "SPOT 7");
    renderApp(<BasketPage />);
    const group = within(await screen.findByRole("region", { name: "Basket for Pléiades & SPOT" }));
    expect(group.getByRole("heading", { name: /Paid by Pléiades & SPOT · 12,480\.00.*left/ })).toBeTruthy();
    await userEvent.click(group.getByRole("button", { name: /Change who pays/ }));
    await userEvent.click(await screen.findByRole("menuitem", { name: /Coast and ports.*4,160\.50/ }));
    expect(await screen.findByRole("region", { name: "Basket for Coast and ports" })).toBeTruthy();
    expect(screen.queryByRole("region", { name: "Basket for Pléiades & SPOT" })).toBeNull();
  });

  it("the top bar offers no contract that sells nothing here", async () => {
    renderApp(<ContractPicker />);
    await userEvent.click(await screen.findByRole("button", { name: /^Choose who pays/ }));
    expect(await screen.findAllByRole("menuitem")).toHaveLength(4);
    expect(screen.queryByText("Tasking")).toBeNull();
  });
});
