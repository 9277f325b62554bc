// Deliveries of the in-memory twin: they arrive when an order is delivered, download in steps and can be broken off.
import type { Delivery } from "../bindings";
import type { Commands } from "../transport";
import { hashOf } from "./prices";
import { emit, ok, refused, sleep, world } from "./world";

type Nouns = "listDeliveries" | "downloadDelivery" | "cancelDownload" | "showInFolder";

const TOTAL = 412_000_000;
const STEPS = 24;

const arrived: Delivery[] = [];
const broken = new Set<string>();

/** Puts the files of a delivered order into the workspace, once. */
export function deliver(reference: string, salesOrderId: string, title: string): void {
  const itemId = `delivery-${reference}`;
  if (arrived.some((delivery) => delivery.itemId === itemId)) {
    return;
  }
  arrived.push({
    itemId, title, reference, salesOrderId, published: world.connection.sandboxTime ?? new Date().toISOString(),
    fileName: `WO_${salesOrderId}_1.zip`, knownOrder: true, download: { state: "available" },
  });
  emit("deliveriesChanged", null);
}

export function deliveriesOf(reference: string): Delivery[] {
  return arrived.filter((delivery) => delivery.reference === reference);
}

export const deliveries: Pick<Commands, Nouns> = {
  listDeliveries: () => ok(arrived),
  downloadDelivery: async (itemId, onProgress) => {
    const delivery = arrived.find((one) => one.itemId === itemId);
    if (delivery === undefined) {
      return refused("notFound", "There is no such delivery.");
    }
    const start = delivery.download.state === "downloading" ? delivery.download.received : 0;
    broken.delete(itemId);
    for (let received = start; received < TOTAL; received += TOTAL / STEPS) {
      delivery.download = { state: "downloading", received, total: TOTAL };
      onProgress.onmessage({ received, total: TOTAL });
      await sleep(120);
      if (broken.has(itemId)) {
        delivery.download = { state: "failed", message: "You stopped it. What has arrived is kept; it goes on from there." };
        emit("deliveriesChanged", null);
        return refused("cancelled", "The download was stopped.");
      }
    }
    delivery.download = { state: "done", path: `/home/ana/Imagery/${delivery.fileName}`, sha256: hashOf(delivery.fileName), byteCount: TOTAL };
    emit("deliveriesChanged", null);
    return ok(delivery);
  },
  cancelDownload: (itemId) => {
    broken.add(itemId);
    return ok(null);
  },
  showInFolder: () => ok(null),
};
