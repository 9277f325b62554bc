import { screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { commands } from "../ipc/fake";
import { renderApp } from "../test/render";
import { Rail } from "./Rail";

it("the orders are marked while some of them can't be followed", async () => {
  vi.spyOn(commands, "followProblems").mockResolvedValue({ status: "ok", data: [{ reference: null, contractId: "C", contractName: "Hydrology", message: "Gone." }] });
  renderApp(<Rail place="/area" />);
  expect(await screen.findByRole("link", { name: /^Orders\s*, not all could be followed\s*\d+$/ }, { timeout: 20_000 })).toBeTruthy();
  expect(screen.queryByRole("link", { name: /Basket.*followed/ })).toBeNull();
});
