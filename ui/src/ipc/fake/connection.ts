import type { Commands } from "../transport";
import { emit, ok, refused, world } from "./world";

type Nouns =
  | "connectionStatus" | "connect" | "resumeConnection" | "signIn" | "disconnect" | "forgetKey" | "advanceSandboxClock" | "listContracts" | "getWorkspace"
  | "listProductTypes" | "listMarkets" | "listDeliveryTypes" | "listCountries" | "getProductionOptions";

export const connection: Pick<Commands, Nouns> = {
  connectionStatus: () => ok(world.connection),
  connect: (request) => {
    if (request.environment === "live" && (request.apiKey ?? "").length < 8) {
      return refused("keyRefused", "The vendor answered 403 “Invalid API key”.", "Make a new key in your vendor account.");
    }
    Object.assign(world.connection, {
      state: "connected",
      environment: request.environment,
      ...(request.environment === "live" && request.apiKey !== null ? { keyHint: request.apiKey.slice(-4), keyStorage: { kind: "keychain" } } : {}),
      ...(request.environment === "live" ? { accountHosts: request.hosts } : {}),
      orderHost: request.environment === "sandbox" ? "127.0.0.1:42117" : "order.api.oneatlas.airbus.com",
      sandboxTime: request.environment === "sandbox" ? "2026-09-30T14:00:00Z" : null,
    });
    emit("connectionChanged", null);
    return ok(world.connection);
  },
  resumeConnection: () => {
    if (world.connection.keyHint === null) {
      return refused("invalidInput", "There is no API key for this account on this computer.", "Paste the API key of your OneAtlas account.");
    }
    Object.assign(world.connection, { state: "offline", environment: "live", offlineReason: null, orderHost: "order.api.oneatlas.airbus.com" });
    emit("connectionChanged", null);
    return ok(world.connection);
  },
  signIn: () => {
    if (world.offline) {
      world.connection.offlineReason = "The vendor cannot be reached.";
      emit("connectionChanged", null);
      return refused("unreachable", "The vendor cannot be reached.", "Check the network.");
    }
    Object.assign(world.connection, { state: "connected", offlineReason: null });
    emit("connectionChanged", null);
    return ok(world.connection);
  },
  disconnect: () => {
    world.connection.state = "disconnected";
    emit("connectionChanged", null);
    return ok(world.connection);
  },
  forgetKey: () => {
    Object.assign(world.connection, { state: world.connection.environment === "live" ? "disconnected" : world.connection.state, keyHint: null, keyStorage: { kind: "none" } });
    emit("connectionChanged", null);
    return ok(world.connection);
  },
  advanceSandboxClock: (hours) => {
    if (world.connection.sandboxTime === null) {
      return refused("invalidInput", "Only the sandbox's clock can be advanced.");
    }
    world.connection.sandboxTime = new Date(Date.parse(world.connection.sandboxTime) + hours * 3_600_000).toISOString();
    emit("connectionChanged", null);
    emit("ordersChanged", { reference: null });
    return ok(world.connection);
  },
  listContracts: () => ok(world.contracts),
  getWorkspace: () => ok({ name: "7f0c1d2e-91ab" }),
  listProductTypes: (contractId) =>
    ok(
      world.contracts.find((one) => one.contractId === contractId)?.backend === "neo"
        ? [{ productTypeId: "PleiadesNeoArchiveMono", label: "Pléiades Neo archive mono", sensor: "PNEO", source: "archive", target: "mono", minimumKm2: 25 }]
        : [
            { productTypeId: "PleiadesArchiveMono", label: "Pléiades archive mono", sensor: "PHR", source: "archive", target: "mono", minimumKm2: 25 },
            { productTypeId: "SPOTArchive1.5Mono", label: "SPOT 1.5 m archive mono", sensor: "SPOT", source: "archive", target: "mono", minimumKm2: 100 },
          ],
    ),
  listMarkets: () =>
    ok([
      { id: "ENVIRONMENT", label: "Environment", secondary: [{ id: "FLOOD", label: "Flood mapping" }, { id: "FOREST", label: "Forestry" }] },
      { id: "DEFENCE", label: "Defence", secondary: [] },
    ]),
  listDeliveryTypes: () => ok([{ id: "network", label: "Network" }]),
  listCountries: () => ok([{ id: "FR", label: "France" }, { id: "NL", label: "Netherlands" }, { id: "PT", label: "Portugal" }]),
  getProductionOptions: () =>
    ok([
      {
        key: "processing_level", label: "Processing", kind: "list", mandatory: "always", defaultValue: "ortho", onlyIf: null, range: null,
        values: [{ id: "primary", label: "Primary", onlyIf: null }, { id: "ortho", label: "Ortho", onlyIf: null }],
      },
      {
        key: "dem", label: "Elevation model", kind: "list", mandatory: "whileConditionHolds", defaultValue: "best_available", range: null,
        onlyIf: { option: "processing_level", values: ["ortho"], inverted: false },
        values: [{ id: "best_available", label: "Best available", onlyIf: null }, { id: "SRTM", label: "SRTM", onlyIf: null }],
      },
    ]),
};
