import { ipc, IpcError, type Basket } from "../../ipc";
import { useSelection } from "../../shared/session";
import { askWhoPays, settledPayer } from "./payer";

/** The one way into the basket: settles who pays, asking where it is not clear. `null` when the person gave up. */
export async function addScene(sceneId: string, areaId: string, name: string): Promise<Basket | null> {
  const sellers = await ipc.listSellers(sceneId);
  const { contractId, payers } = useSelection.getState();
  const settled = settledPayer(sellers, contractId, payers);
  if (settled === null && sellers.length > 1) {
    const chosen = await askWhoPays(name, sellers);
    return chosen === null ? null : ipc.addToBasket(sceneId, areaId, chosen.contractId);
  }
  try {
    return await ipc.addToBasket(sceneId, areaId, settled?.contractId ?? null);
  } catch (error) {
    // The contracts changed since they were listed.
    if (!(error instanceof IpcError) || error.detail?.about !== "choosePayer") {
      throw error;
    }
    const chosen = await askWhoPays(name, error.detail.contracts);
    return chosen === null ? null : ipc.addToBasket(sceneId, areaId, chosen.contractId);
  }
}
