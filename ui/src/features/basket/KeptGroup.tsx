import type { BasketGroup } from "../../ipc";
import { Money, RelativeTime, StatePill } from "../../shared/ui";
import styles from "./BasketPage.module.css";
import { GroupTable } from "./GroupTable";
import { byProduct } from "./groupFacts";
import { PaidBy } from "./PaidBy";

/** One contract's part of the basket while the vendor can't be asked: to be read, with the price of the moment it was given. */
export function KeptGroup({ group }: { group: BasketGroup }) {
  return (
    <section className={styles.group} aria-label={`Basket for ${group.contract.name}`}>
      <header className={styles.groupHead}>
        <h2 className={styles.groupName}>
          <PaidBy contract={group.contract} />
        </h2>
        <span className={styles.groupNote}>{group.reference}</span>
        <StatePill tone={group.price === null ? "plain" : "warn"}>
          {group.price === null ? (
            group.priceStale ? "changed since priced" : "not priced yet"
          ) : (
            <span>
              price of <RelativeTime time={group.price.pricedAt} />
            </span>
          )}
        </StatePill>
      </header>
      <GroupTable group={group} products={byProduct(group)} chosenProduct={null} />
      <footer className={styles.groupFoot}>
        <span className={styles.totalLabel}>{group.price === null ? "Total" : "Total as it then was"}</span>
        <span className={styles.total}>{group.price === null ? "–" : <Money amount={group.price.totalAmount} currency={group.price.currency} />}</span>
      </footer>
    </section>
  );
}
