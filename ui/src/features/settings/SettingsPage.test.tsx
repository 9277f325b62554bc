import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { commands, world } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { SettingsPage } from "./SettingsPage";

describe("the settings", () => {
  it("a change is saved when its field is left, on top of the others", async () => {
    const write = vi.spyOn(commands, "writeSettings");
    renderApp(<SettingsPage />);
    const user = userEvent.setup();
    const field = await screen.findByRole("textbox", { name: "Amount above which it has to be typed" });
    await user.clear(field);
    await user.type(field, "2500");
    await user.tab();
    expect(write).toHaveBeenCalledWith(expect.objectContaining({ amountToType: "2500", downloadFolder: "/home/ana/Imagery" }));
  });

  it("an amount that is none is not saved", async () => {
    const write = vi.spyOn(commands, "writeSettings");
    renderApp(<SettingsPage />);
    const user = userEvent.setup();
    const field = await screen.findByRole("textbox", { name: "Amount above which it has to be typed" });
    await user.clear(field);
    await user.type(field, "a lot");
    await user.tab();
    expect(await screen.findByText("Needs an amount like 5000 or 5000.00")).toBeTruthy();
    expect(write).not.toHaveBeenCalled();
  });

  it("the doctor names what fails", async () => {
    renderApp(<SettingsPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Check now" }));
    const checks = within(await screen.findByRole("list", { name: "Checks" }));
    expect(checks.getAllByRole("img", { name: "fails" })).toHaveLength(1);
    expect(screen.getByText("1 check failed.")).toBeTruthy();
  });

  it("a key that is kept for this run only says why", async () => {
    Object.assign(world.connection, { environment: "live", keyHint: "ab12", keyStorage: { kind: "memory", reason: "No keychain answers on this computer." } });
    renderApp(<SettingsPage />);
    expect(await screen.findByText("The key is kept for this run only")).toBeTruthy();
    expect(screen.getByText(/No keychain answers on this computer\./)).toBeTruthy();
  });
});
