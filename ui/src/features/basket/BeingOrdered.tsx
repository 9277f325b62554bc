import { IconArrowRight, IconLoader2, IconLock } from "@tabler/icons-react";
import { Link } from "wouter";

import type { Act, BasketGroup, UnderWay } from "../../ipc";
import { formatLocalClock, formatMoneyExact, formatUtcDate } from "../../shared/format";
import { StatePill } from "../../shared/ui";
import styles from "./BeingOrdered.module.css";
import { SceneThumbnail } from "./SceneThumbnail";

const TITLES: Record<Act, string> = {
  order: "Being ordered",
  quotation: "Quotation being asked for",
  accept: "Quotation being accepted",
  refuse: "Quotation being refused",
};

/** What is under way: greyed and locked until its answer is in the record. */
export function BeingOrdered({ groups }: { groups: readonly BasketGroup[] }) {
  if (groups.length === 0) {
    return null;
  }
  return (
    <>
      {groups.flatMap((group) => group.underWay.map((one) => <Block key={`${one.reference} ${one.act}`} underWay={one} payer={group.contract.name} />))}
      <p className={styles.closing}>What is locked can&apos;t be priced, changed or ordered a second time. The rest of the basket goes on.</p>
    </>
  );
}

function Block({ underWay, payer }: { underWay: UnderWay; payer: string }) {
  const { reference, act, amount, currency, since, items } = underWay;
  return (
    <section className={styles.block} aria-label={`${TITLES[act]}: ${reference}`}>
      <header className={styles.head}>
        <IconLock size={18} stroke={1.6} aria-hidden />
        <h2 className={styles.title}>
          {TITLES[act]} · <code className="selectable">{reference}</code>
        </h2>
        <span className={styles.payer}>
          since {formatLocalClock(since)} · paid by {payer}
        </span>
        <span className={styles.state}>
          <StatePill tone="info" icon={<IconLoader2 size={14} stroke={1.8} aria-hidden />}>
            waiting for the answer
          </StatePill>
        </span>
      </header>
      <ul className={styles.items}>
        {items.map(({ itemId, scene, areaName }) => (
          <li key={itemId} className={styles.item}>
            <span className={styles.picture}>
              <SceneThumbnail sceneId={scene.id} name={scene.platform} />
            </span>
            <span>
              <span className={styles.name}>{scene.platform}</span>
              <br />
              <span className={styles.note}>{formatUtcDate(scene.acquired)}</span>
            </span>
            <span>{areaName}</span>
            <IconLock size={16} stroke={1.6} aria-label="locked" />
          </li>
        ))}
      </ul>
      <footer className={styles.foot}>
        <span>Confirmed</span>
        <span className={styles.amount}>{formatMoneyExact(amount, currency)}</span>
        <Link href={`/orders/${encodeURIComponent(reference)}`} className={styles.link}>
          Follow this order
          <IconArrowRight size={16} stroke={1.6} aria-hidden />
        </Link>
      </footer>
    </section>
  );
}
