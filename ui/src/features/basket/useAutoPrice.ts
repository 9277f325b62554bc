import { useEffect, useRef } from "react";

import { ipc, type BasketGroup } from "../../ipc";
import { canBePriced, priceInputs } from "./groupFacts";
import { useBasketBusy, useBasketEdit } from "./useBasketEdit";

/** Long enough for a person to make two choices in a row without the vendor being asked twice. */
const PAUSE_MS = 700;

/** Asks for the price once the group is complete, at most once for the same inputs; after a failure the user asks. */
export function useAutoPrice(group: BasketGroup) {
  const pricing = useBasketEdit();
  const busy = useBasketBusy();
  const asked = useRef("");
  const inputs = priceInputs(group);
  const due = group.price === null && canBePriced(group) && !busy;
  const { contractId } = group.contract;
  const { mutate } = pricing;
  useEffect(() => {
    if (!due || asked.current === inputs) {
      return;
    }
    const timer = setTimeout(() => {
      asked.current = inputs;
      mutate(() => ipc.priceBasket(contractId));
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [due, inputs, contractId, mutate]);
  const price = () => {
    asked.current = inputs;
    mutate(() => ipc.priceBasket(contractId));
  };
  return { pricing: pricing.isPending, priceError: pricing.error, price };
}
