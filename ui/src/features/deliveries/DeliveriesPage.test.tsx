import { cleanup, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { Delivery, DeliveryState } from "../../ipc";
import { commands } from "../../ipc/fake";
import { renderApp } from "../../test/render";
import { DeliveriesPage } from "./DeliveriesPage";
import { useDownloads } from "./downloads";

function deliver(download: DeliveryState, patch: Partial<Delivery> = {}): Delivery {
  const delivery: Delivery = {
    itemId: "one",
    title: "SPOT · 1 scene · 412 km²",
    reference: "SADO-2026-09-W5RT",
    salesOrderId: "SAL26000110",
    published: "2026-09-30T12:00:00Z",
    fileName: "WO_SAL26000110_1.zip",
    knownOrder: true,
    download,
    ...patch,
  };
  vi.spyOn(commands, "listDeliveries").mockResolvedValue({ status: "ok", data: [delivery] });
  return delivery;
}

const row = async () => within(await screen.findByRole("listitem", { name: "WO_SAL26000110_1.zip" }));

beforeEach(() => {
  useDownloads.setState({ progress: {}, errors: {} });
});

describe("deliveries", () => {
  it("nothing delivered says where files come from and how the sandbox's clock is moved", async () => {
    vi.spyOn(commands, "listDeliveries").mockResolvedValue({ status: "ok", data: [] });
    renderApp(<DeliveriesPage />);
    expect(await screen.findByText("Nothing has been delivered yet")).toBeTruthy();
    expect(await screen.findByText(/SANDBOX badge/)).toBeTruthy();
  });

  it("a file leads to its order", async () => {
    deliver({ state: "available" });
    renderApp(<DeliveriesPage />);
    expect((await row()).getByRole("link", { name: "SADO-2026-09-W5RT" })).toBeTruthy();
  });

  it("a file of an order made elsewhere says so", async () => {
    deliver({ state: "available" }, { knownOrder: false, reference: null });
    renderApp(<DeliveriesPage />);
    expect((await row()).getByText("Ordered outside Swath as SAL26000110")).toBeTruthy();
  });

  it("a download shows its progress and can be stopped", async () => {
    deliver({ state: "available" });
    vi.spyOn(commands, "downloadDelivery").mockImplementation((_item, onProgress) => {
      onProgress.onmessage({ received: 12_100_000, total: 30_000_000 });
      return new Promise(() => undefined);
    });
    const cancel = vi.spyOn(commands, "cancelDownload");
    renderApp(<DeliveriesPage />);
    const user = userEvent.setup();
    await user.click((await row()).getByRole("button", { name: "Download" }));
    expect((await row()).getByRole("meter", { name: /Download of/ }).getAttribute("aria-valuenow")).toBe("40");
    expect((await row()).getByText(/12.MB of 30.MB/)).toBeTruthy();
    await user.click((await row()).getByRole("button", { name: "Stop" }));
    expect(cancel).toHaveBeenCalledWith("one");
  });

  it("a failed download says why and can be resumed", async () => {
    deliver({ state: "failed", message: "The connection was cut at 12 MB." });
    renderApp(<DeliveriesPage />);
    expect((await row()).getByText("The connection was cut at 12 MB.")).toBeTruthy();
    expect((await row()).getByRole("button", { name: "Resume" })).toBeTruthy();
  });

  it("what began anew says why, while it runs and afterwards", async () => {
    deliver({ state: "downloading", received: 1, total: 2, restarted: "partLost" }, { restarted: "changed" });
    renderApp(<DeliveriesPage />);
    expect((await row()).getByText(/^Began anew: the part that was here is gone from the disk/)).toBeTruthy();
    cleanup();
    deliver({ state: "available" }, { restarted: "changed" });
    renderApp(<DeliveriesPage />);
    expect((await row()).getByText("Began anew: the vendor has another version of the file there by now.")).toBeTruthy();
  });

  it("a finished one says how it is known to be whole, or that it isn't", async () => {
    const done = { state: "done", path: "/a.zip", sha256: "9c4177e0", byteCount: 3 } as const;
    deliver({ ...done, checked: "archive" });
    renderApp(<DeliveriesPage />);
    expect((await row()).getByText(/^Whole: an archive with its directory/)).toBeTruthy();
    cleanup();
    deliver(done);
    renderApp(<DeliveriesPage />);
    expect((await row()).getByText(/^Not checked/)).toBeTruthy();
  });

  it("a finished one shows its checksum and its place", async () => {
    deliver({ state: "done", path: "/home/ana/Imagery/WO_SAL26000110_1.zip", sha256: "9c4177e0", byteCount: 30_000_000 });
    const show = vi.spyOn(commands, "showInFolder");
    renderApp(<DeliveriesPage />);
    expect((await row()).getByLabelText("9c4177e0")).toBeTruthy();
    await userEvent.click((await row()).getByRole("button", { name: "Show in folder" }));
    expect(show).toHaveBeenCalledWith("/home/ana/Imagery/WO_SAL26000110_1.zip");
  });
});
