import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { commands, world } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { ConnectionGate } from "./ConnectionGate";

beforeEach(() => {
  Object.assign(world.connection, { state: "disconnected", environment: "sandbox", keyHint: null, keyStorage: { kind: "none" }, resumes: false, offlineReason: null });
  world.offline = false;
});

const gate = () => renderApp(<ConnectionGate>inside</ConnectionGate>);

describe("the way into the program", () => {
  it("a start without a connection opens the sandbox by itself", async () => {
    gate();
    expect(await screen.findByText("inside")).toBeTruthy();
    expect(world.connection).toMatchObject({ state: "connected", environment: "sandbox" });
  });

  it("an account that was in use opens from the disk and is signed in to", async () => {
    Object.assign(world.connection, { environment: "live", keyHint: "ab12", resumes: true });
    gate();
    expect(await screen.findByText("inside")).toBeTruthy();
    await waitFor(() => {
      expect(world.connection.state).toBe("connected");
    });
  });

  it("without a network the program opens all the same", async () => {
    Object.assign(world.connection, { environment: "live", keyHint: "ab12", resumes: true });
    world.offline = true;
    gate();
    expect(await screen.findByText("inside")).toBeTruthy();
    expect(world.connection.state).toBe("offline");
  });

  it("what is on this computer of an account can be opened by hand", async () => {
    Object.assign(world.connection, { environment: "live", keyHint: "ab12" });
    world.offline = true;
    gate();
    await userEvent.click(await screen.findByRole("button", { name: "Open what is on this computer" }));
    expect(await screen.findByText("inside")).toBeTruthy();
  });

  it("an account from which the user disconnected is never connected by itself", async () => {
    Object.assign(world.connection, { environment: "live", keyHint: "ab12" });
    const connect = vi.spyOn(commands, "connect");
    gate();
    expect(await screen.findByRole("heading", { name: "Where do you want to work?" })).toBeTruthy();
    expect(connect).not.toHaveBeenCalled();
  });

  it("a kept key is offered and can be replaced", async () => {
    Object.assign(world.connection, { environment: "live", keyHint: "ab12" });
    gate();
    expect(await screen.findByText("ab12")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Enter another key" }));
    expect(screen.getByLabelText("API key")).toHaveProperty("type", "password");
  });

  it("a refused key is said in place and what was typed stays", async () => {
    world.connection.environment = "live";
    gate();
    const user = userEvent.setup();
    const field = await screen.findByLabelText("API key");
    await user.type(field, "short");
    await user.click(screen.getByRole("button", { name: "Connect" }));
    expect(await screen.findByText("The key was refused")).toBeTruthy();
    expect(field).toHaveProperty("value", "short");
  });

  it("a sandbox that does not start says why and can be tried again", async () => {
    vi.spyOn(commands, "connect").mockResolvedValueOnce({
      status: "error",
      error: { code: "unreachable", message: "the sandbox did not open its port", hint: null, retryable: true, detail: null },
    });
    gate();
    expect(await screen.findByText(/The sandbox did not open its port/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Open the sandbox" }));
    expect(await screen.findByText("inside")).toBeTruthy();
  });
});
