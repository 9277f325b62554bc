import { IconBulb } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useLocation } from "wouter";

import { ipc, type BasketGroup, type BilledArea } from "../../ipc";
import { billingInWords, billings, formatAreaExact, formatAreaRound } from "../../shared/format";
import { keys, useBasket } from "../../shared/query";
import { LinkButton, Notice } from "../../shared/ui";
import styles from "./BasketPage.module.css";
import { byProduct, drawnKm2 } from "./groupFacts";

/** A minimum is billed whether or not it is drawn. Whether more ground comes at the same price is asked of everything in
 * the basket that is bought over the same area: what another product bills for it may grow with it. */
export function MinimumAdvice({ group }: { group: BasketGroup }) {
  return byProduct(group).map(({ productTypeId, items, line }) =>
    line === null || !line.minimumApplied ? null : (
      <Notice key={productTypeId} tone="warn" icon={<IconBulb size={18} stroke={1.6} aria-hidden />}>
        <strong className={styles.adviceLead}>
          You pay for {formatAreaExact(Number(line.areaKm2))} and get {formatAreaExact(drawnKm2(items))}.
        </strong>
        {[...new Map(items.map((item) => [item.areaId, item])).values()].map(({ areaId, areaName, drawnKm2: drawn }) => (
          <Growth key={areaId} contractId={group.contract.contractId} productTypeId={productTypeId} areaId={areaId} areaName={areaName} drawn={drawn} billed={Number(line.areaKm2)} />
        ))}
      </Notice>
    ),
  );
}

type GrowthProps = { contractId: string; productTypeId: string; areaId: string; areaName: string; drawn: number; billed: number };

/** What an area costs once it is as large as what is billed for it: nothing more, or for which products how much. */
function Growth({ contractId, productTypeId, areaId, areaName, drawn, billed }: GrowthProps) {
  const [, navigate] = useLocation();
  const basket = useBasket().data;
  const [now, then] = useQueries({
    queries: [drawn, billed].map((km2) => ({ queryKey: keys.billedAt(km2), queryFn: () => ipc.billedAreas(km2), staleTime: 60_000 })),
  }).map(({ data }) => data);
  const bought = new Set((basket?.groups ?? []).flatMap((group) => group.items.filter((item) => item.areaId === areaId).map((item) => keyOf(group.contract.contractId, item.productTypeId))));
  bought.add(keyOf(contractId, productTypeId));
  const [before, after] = [only(now, bought), only(then, bought)];
  // Nothing is promised of a product whose minimum isn't known.
  if (before.length < bought.size || after.length < bought.size) {
    return null;
  }
  const lines = billings(before, after);
  if (lines.every(({ same }) => same)) {
    return (
      <>
        {" "}
        {areaName} can grow to {formatAreaRound(billed)} for the same price.{" "}
        <LinkButton
          onClick={() => {
            navigate("/area");
          }}
        >
          Change the area
        </LinkButton>
      </>
    );
  }
  return (
    <>
      {" "}
      {areaName} with {formatAreaRound(billed)} would not cost the same for everything in the basket:
      <ul className={styles.growth} aria-label={`What ${areaName} would cost with ${formatAreaRound(billed)}`}>
        {lines.map((line) => (
          <li key={`${line.product} ${line.costs?.join() ?? ""}`}>
            {line.product}: {billingInWords(line)}
          </li>
        ))}
      </ul>
    </>
  );
}

const keyOf = (contractId: string, productTypeId: string): string => `${contractId} ${productTypeId}`;

const only = (billed: readonly BilledArea[] | undefined, bought: ReadonlySet<string>): readonly BilledArea[] =>
  (billed ?? []).filter((one) => bought.has(keyOf(one.contractId, one.productTypeId)));
