import { expect, it, vi } from "vitest";

import { IpcError, asIpcError, ipc, makeChannel, onEvent } from ".";
import { world } from "./fake";

it("a command that worked returns its bare value", async () => {
  await expect(ipc.connectionStatus()).resolves.toMatchObject({ environment: "sandbox" });
});

it("a refused command throws an error with command, code and hint", async () => {
  const refusal = ipc.readAreas("nothing here", {});
  await expect(refusal).rejects.toBeInstanceOf(IpcError);
  await expect(refusal).rejects.toMatchObject({ command: "readAreas", code: "invalidArea", hint: "Give GeoJSON, WKT or a list of coordinates." });
});

it("plain text from the shell becomes an internal error", () => {
  expect(asIpcError("connect", "command connect not found")).toMatchObject({ code: "internal", message: "command connect not found", retryable: false });
});

it("events reach their handler until it is taken off", async () => {
  const handler = vi.fn();
  const stop = onEvent("connectionChanged", handler);
  await vi.waitFor(async () => {
    await ipc.connect({ environment: "sandbox", apiKey: null, hosts: null, proxy: null });
    expect(handler).toHaveBeenCalled();
  });
  stop();
  handler.mockClear();
  await ipc.connect({ environment: "sandbox", apiKey: null, hosts: null, proxy: null });
  expect(handler).not.toHaveBeenCalled();
});

it("a search reports its progress page by page", async () => {
  const area = await ipc.saveArea(null, "Area 1", { type: "Polygon", coordinates: [[[-9, 38], [-8, 38], [-8, 39], [-9, 38]]] });
  const seen: number[] = [];
  const outcome = await ipc.searchArchive(
    { areaId: area.id, dateFrom: null, dateTo: null, constellations: ["SPOT", "PHR", "PNEO"], maxCloud: null, maxIncidence: null, maxSnow: null, maxResults: 100 },
    makeChannel(({ received }) => seen.push(received)),
  );
  expect(seen.at(-1)).toBe(outcome.received);
  expect(seen.length).toBeGreaterThan(1);
  expect(world.found).toHaveLength(outcome.received);
});
