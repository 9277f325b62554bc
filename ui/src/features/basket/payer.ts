//! Who pays for a scene that several contracts sell.
import { create } from "zustand";

import type { Contract } from "../../ipc";
import { useSelection } from "../../shared/session";

/** Names a set of contracts, whatever their order: a choice is remembered for the same set only. */
export function payerKey(sellers: readonly Contract[]): string {
  const ids = sellers.map((one) => one.contractId).sort();
  return `${sellers[0]?.backend ?? ""}: ${ids.join(" ")}`;
}

/** Who pays without a question: the only one, the one chosen in the top bar, or the one chosen earlier for this set. */
export function settledPayer(sellers: readonly Contract[], chosen: string | null, remembered: Readonly<Record<string, string>>): Contract | null {
  const among = (id: string | null | undefined) => sellers.find((one) => one.contractId === id) ?? null;
  const only = sellers.length === 1 ? sellers[0] : undefined;
  return only ?? among(chosen) ?? among(remembered[payerKey(sellers)]);
}

export type PayerQuestion = { scene: string; sellers: readonly Contract[]; answer: (payer: Contract | null) => void };

/** The question that is open, if one is. */
export const usePayerQuestion = create<{ question: PayerQuestion | null }>()(() => ({ question: null }));

/** Asks a person and keeps the choice; `null` when they would rather not say. */
export function askWhoPays(scene: string, sellers: readonly Contract[]): Promise<Contract | null> {
  return new Promise((resolve) => {
    usePayerQuestion.getState().question?.answer(null);
    const answer = (payer: Contract | null) => {
      usePayerQuestion.setState({ question: null });
      if (payer !== null) {
        keep(sellers, payer);
      }
      resolve(payer);
    };
    usePayerQuestion.setState({ question: { scene, sellers, answer } });
  });
}

function keep(sellers: readonly Contract[], payer: Contract): void {
  const { contractId, rememberPayer, selectContract } = useSelection.getState();
  rememberPayer(payerKey(sellers), payer.contractId);
  if (contractId === null) {
    // Else the top bar would go on showing a contract that nobody chose and that does not pay.
    selectContract(payer.contractId);
  }
}
