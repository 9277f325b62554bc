// An in-memory twin of the back end behind the same door: for tests, and for working on the UI in a plain browser.
// Typed against the generated bindings, so it cannot drift from them.
import type { Commands, Transport } from "../transport";
import { archive, footprints } from "./archive";
import { areas } from "./areas";
import { basket } from "./basket";
import { onFileDrag } from "./files";
import { connection } from "./connection";
import { deliveries } from "./deliveries";
import { orders } from "./orders";
import { settings } from "./settings";
import { listen } from "./world";

export const commands: Commands = { ...connection, ...areas, ...archive, ...basket, ...orders, ...deliveries, ...settings };

export const transport: Transport = {
  commands,
  listen,
  onFileDrag,
  footprints: (filter) => Promise.resolve(footprints(filter)),
};

export { world } from "./world";
