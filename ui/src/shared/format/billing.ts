import type { BilledArea } from "../../ipc";
import { formatAreaFrom, formatAreaRound } from "./measures";
import { compareDecimals, formatMoney } from "./money";

/** What a product type is billed for an area as it is and as it would be, in km², and what that costs where it is known. */
export type Billing = {
  product: string;
  billed: readonly [number, number];
  costs: readonly [string, string] | null;
  currency: string | null;
  /** Whether the larger area costs no more. */
  same: boolean;
};

/** Sizes that differ by less are billed as one: the vendor measures a little otherwise. */
const CLOSE = 1.0005;

/** Per product type, what widening an area would change; those that stay at their price first. Contracts that agree are one line. */
export function billings(now: readonly BilledArea[], then: readonly BilledArea[]): readonly Billing[] {
  const lines = now.flatMap((before): Billing[] => {
    const after = then.find(({ contractId, productTypeId }) => contractId === before.contractId && productTypeId === before.productTypeId);
    if (after === undefined) {
      return [];
    }
    const costs = before.estimate === null || after.estimate === null ? null : ([before.estimate, after.estimate] as const);
    const same = costs === null ? after.billedKm2 <= before.billedKm2 * CLOSE : (compareDecimals(after.estimate ?? "", before.estimate ?? "") ?? 1) <= 0;
    return [{ product: before.label, billed: [before.billedKm2, after.billedKm2], costs, currency: before.currency, same }];
  });
  const different = lines.filter((line, place) => lines.findIndex((one) => JSON.stringify(one) === JSON.stringify(line)) === place);
  return [...different.filter(({ same }) => same), ...different.filter(({ same }) => !same)];
}

/** `same price, ≈ 440.95 €`, or from what to what; without a price, what would be billed. */
export function billingInWords({ same, costs, billed, currency }: Billing): string {
  if (costs === null) {
    return same ? `same price: ${formatAreaRound(billed[0])} billed either way` : `costs more: ${formatAreaFrom(...billed)} billed`;
  }
  const [now, then] = costs.map((amount) => formatMoney(amount, currency));
  return same ? `same price, ≈\u00a0${now ?? ""}` : `costs more: ≈\u00a0${now ?? ""} → ${then ?? ""}`;
}
