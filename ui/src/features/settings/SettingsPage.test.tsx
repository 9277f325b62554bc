import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";

import { commands, switches, world } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { sumWords } from "./MonthSum";
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

  it("the month's sum stands beside its limit and says what it counts", async () => {
    renderApp(<SettingsPage />);
    expect((await screen.findByText(/^This month: 4,210\.00/)).textContent).toBe("This month: 4,210.00\u00a0€, of which 900.00\u00a0€ not known yet.");
    expect(screen.getByText(/^Counts orders placed, under way and not known, and accepted quotations, all contracts, since 1 Sep UTC\.$/)).toBeTruthy();
    expect(sumWords({ currency: "USD", spent: "12.5", open: "0.00" })).toBe("This month: 12.50\u00a0$.");
  });

  it("settings that can't be read are saved by a deliberate press alone", async () => {
    switches.unreadable = true;
    const write = vi.spyOn(commands, "writeSettings");
    renderApp(<SettingsPage />);
    const user = userEvent.setup();
    expect((await screen.findByRole("alert")).textContent).toMatch(/can't be read.*Their file breaks off before its end\. Nothing can be ordered until they are saved again\. .*defaults/);
    expect(screen.getByText(/EOF while parsing/).closest("details")).toHaveProperty("open", false);
    await user.type(screen.getByRole("textbox", { name: "Most that one order may cost" }), "800");
    await user.click(screen.getByRole("radio", { name: "Dark" }));
    expect(write).not.toHaveBeenCalled();
    await user.click(screen.getByRole("button", { name: "Save these settings" }));
    expect(write).toHaveBeenCalledWith(expect.objectContaining({ orderLimit: "800", theme: "dark" }));
    await waitFor(() => {
      expect(screen.queryByRole("alert")).toBeNull();
    });
  });

  it("a folder that can't be shown says so", async () => {
    vi.spyOn(commands, "showInFolder").mockResolvedValue({ status: "error", error: { code: "file", message: "no program opens folders here", hint: null, retryable: false, detail: null } });
    renderApp(<SettingsPage />);
    await userEvent.click(await screen.findByRole("button", { name: "Show the data folder" }));
    expect((await screen.findByRole("alert")).textContent).toMatch(/no program opens folders here/i);
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
