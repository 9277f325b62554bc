import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";

import { ipc, makeChannel } from "../ipc";
import { SceneThumbnail } from "../features/basket";
import { Thumbnail } from "../features/results/Thumbnail";
import { commands, emit, world } from "../ipc/fake";
import { renderApp } from "../test/render";
import { ActivityPill } from "./ActivityPill";
import { OfflineBar } from "./OfflineBar";

afterEach(() => {
  Object.assign(world.connection, { state: "connected", environment: "sandbox", offlineReason: null });
  world.offline = false;
});

describe("the bar that says there is no network", () => {
  it("says why, and goes once the vendor answers again", async () => {
    Object.assign(world.connection, { state: "offline", environment: "live", offlineReason: "The vendor cannot be reached." });
    world.offline = true;
    renderApp(<OfflineBar />);
    expect(await screen.findByText(/The vendor cannot be reached\..*ordering waits/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("Working offline.")).toBeTruthy();
    world.offline = false;
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => {
      expect(screen.queryByText("Working offline.")).toBeNull();
    });
  });

  it("does not move the page while the first try goes on: the top bar tells of it", async () => {
    Object.assign(world.connection, { state: "offline", environment: "live", offlineReason: null });
    const { container } = renderApp(
      <>
        <OfflineBar />
        <ActivityPill />
      </>,
    );
    expect(await screen.findByRole("button", { name: "Signing in…" })).toBeTruthy();
    expect(screen.queryByRole("status")).toBeNull();
    expect(container.textContent).not.toContain("Working offline");
  });

  it("says since when the vendor has not answered, also in the middle of a day, until it answers again", async () => {
    renderApp(<OfflineBar />);
    vi.spyOn(commands, "searchArchive").mockResolvedValueOnce({ status: "error", error: { code: "unreachable", message: "No connection.", hint: null, retryable: true, detail: null } });
    const request = { areaId: "x", dateFrom: null, dateTo: null, constellations: [], maxCloud: null, maxIncidence: null, maxSnow: null, maxResults: 1 };
    await expect(ipc.searchArchive(request, makeChannel(() => undefined))).rejects.toThrow("No connection.");
    expect(await screen.findByText(/The vendor has not answered since \d\d:\d\d/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => {
      expect(screen.queryByText(/has not answered since/)).toBeNull();
    });
  });

  it("hears of what was asked in the background, too, and has pictures asked for again once there is an answer", async () => {
    renderApp(
      <>
        <OfflineBar />
        <Thumbnail id="scene" />
        <SceneThumbnail sceneId="scene" name="Pléiades 1A" />
        <Thumbnail id="other" />
      </>,
    );
    const picture = async (id: string) =>
      waitFor(() => {
        const found = [...document.querySelectorAll<HTMLImageElement>("img")].find((img) => img.src.endsWith(`thumbnail/${id}`));
        expect(found).toBeTruthy();
        return found ?? new Image();
      });
    fireEvent.error(await picture("other"));
    expect(await screen.findByText("No picture")).toBeTruthy();
    // The vendor was reached and had a fault: that says nothing of the scene, nor of the network.
    act(() => {
      emit("unanswered", { picture: "thumbnail/other", reached: true });
    });
    expect(await screen.findByText("No answer for the picture")).toBeTruthy();
    expect(screen.queryByText(/has not answered since/)).toBeNull();
    fireEvent.error(await picture("scene"));
    act(() => {
      emit("unanswered", { picture: "thumbnail/scene", reached: false });
    });
    expect(await screen.findByText(/The vendor has not answered since/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await picture("scene");
    await picture("other");
    expect(screen.queryByText("No answer for the picture")).toBeNull();
    act(() => {
      emit("unanswered", { picture: null, reached: false });
    });
    expect(await screen.findByText(/The vendor has not answered since/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  });

  it("is not there while a connection is open", () => {
    renderApp(<OfflineBar />);
    expect(screen.queryByRole("status")).toBeNull();
  });
});
