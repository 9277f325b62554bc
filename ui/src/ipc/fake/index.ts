// An in-memory twin of the back end behind the same door: for tests, and for working on the UI in a plain browser.
// Typed against the generated bindings, so it cannot drift from them.
import type { Commands, Transport } from "../transport";
import { archive } from "./archive";
import { areas } from "./areas";
import { acts } from "./acts";
import { basket } from "./basket";
import { onFileDrag } from "./files";
import { connection } from "./connection";
import { deliveries } from "./deliveries";
import { footprints } from "./footprints";
import { orders } from "./orders";
import { quotations } from "./quotations";
import "./rehearsal";
import { searches } from "./searches";
import { settings } from "./settings";
import { listen } from "./world";

export const commands: Commands = { ...connection, ...areas, ...archive, ...searches, ...basket, ...acts, ...orders, ...quotations, ...deliveries, ...settings };

export const transport: Transport = {
  commands,
  listen,
  onFileDrag,
  // A browser has a zoom of its own.
  setPageScale: () => Promise.resolve(),
  footprints: (filter, _, { colour }) => Promise.resolve(footprints(filter, colour)),
};

export { switches } from "./switches";
export { emit, world } from "./world";
