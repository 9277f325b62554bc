import { IconArrowRight, IconCheck, IconHourglass, IconLoader2, IconLock } from "@tabler/icons-react";
import { Link } from "wouter";

import type { Act, BasketGroup, UnderWay } from "../../ipc";
import { formatAreaExact, formatCount, formatLocalSeconds, formatMoneyExact, formatUtcDate } from "../../shared/format";
import { useElapsed } from "../../shared/query";
import { Money, StatePill } from "../../shared/ui";
import styles from "./BeingOrdered.module.css";
import { byProduct } from "./groupFacts";
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
      {groups.flatMap((group) => group.underWay.map((one) => <Block key={`${one.reference} ${one.act}`} underWay={one} group={group} />))}
      <p className={styles.closing}>
        What is locked can&apos;t be priced, changed or ordered a second time. The rest of the basket goes on. Where no answer comes within 10 minutes, Swath looks it up and never sends it again.
      </p>
    </>
  );
}

function Block({ underWay, group }: { underWay: UnderWay; group: BasketGroup }) {
  const { reference, act, amount, currency } = underWay;
  return (
    <section className={styles.block} aria-label={`${TITLES[act]}: ${reference}`}>
      <header className={styles.head}>
        <IconLock size={18} stroke={1.6} aria-hidden />
        <h2 className={styles.title}>
          {TITLES[act]} <span className={styles.payer}>paid by {group.contract.name}</span>
        </h2>
        <span className={styles.state}>
          <StatePill tone="info" icon={<IconLoader2 size={14} stroke={1.8} className={styles.spin} aria-hidden />}>
            waiting for the answer
          </StatePill>
        </span>
      </header>
      <Scenes underWay={underWay} group={group} />
      <Steps underWay={underWay} />
      <footer className={styles.foot}>
        <span>Confirmed</span>
        <span className={styles.amount}>{formatMoneyExact(amount, currency)}</span>
        <code className={`selectable ${styles.reference ?? ""}`}>{reference}</code>
        <Link href={`/orders/${encodeURIComponent(reference)}`} className={styles.link}>
          Follow this order
          <IconArrowRight size={16} stroke={1.6} aria-hidden />
        </Link>
      </footer>
    </section>
  );
}

/** The vendor prices a product type as a whole: its price stands with the first of its scenes. */
function Scenes({ underWay: { items, price }, group }: { underWay: UnderWay; group: BasketGroup }) {
  return (
    <ul className={styles.items}>
      {byProduct({ ...group, items, price }).flatMap(({ items: ofProduct, line }) =>
        ofProduct.map(({ itemId, scene, areaName, drawnKm2 }, index) => (
          <li key={itemId} className={styles.item}>
            <span className={styles.picture}>
              <SceneThumbnail sceneId={scene.id} name={scene.platform} size={40} />
            </span>
            <span>
              <span className={styles.name}>{scene.platform}</span>
              <br />
              <span className={styles.note}>{formatUtcDate(scene.acquired)}</span>
            </span>
            <span className={styles.area}>{areaName}</span>
            <span className={styles.figure}>{formatAreaExact(drawnKm2)}</span>
            <span className={styles.price}>
              {line !== null && index === 0 && <Money amount={line.amount} currency={price?.currency ?? null} />}
              {ofProduct.length > 1 && index === 0 && line !== null && <span className={styles.note}> for {ofProduct.length}</span>}
            </span>
            <IconLock size={16} stroke={1.6} aria-label="locked" />
          </li>
        )),
      )}
    </ul>
  );
}

/** What has happened so far, and for how long the answer has been awaited. */
function Steps({ underWay: { writtenAt, entry, since, byteCount } }: { underWay: UnderWay }) {
  const elapsed = useElapsed(since);
  return (
    <ol className={styles.steps} aria-label="So far">
      <li>
        <span className={styles.done}>
          <IconCheck size={14} stroke={2} aria-hidden />
        </span>
        <span className={styles.name}>Written to the record</span>
        <span className={styles.note}>
          {formatLocalSeconds(writtenAt)}
          {entry !== null && ` · entry ${String(entry)}`}
        </span>
      </li>
      <li>
        <span className={styles.done}>
          <IconCheck size={14} stroke={2} aria-hidden />
        </span>
        <span className={styles.name}>Sent, once</span>
        <span className={styles.note}>
          {formatLocalSeconds(since)} · {formatCount(byteCount)} bytes
        </span>
      </li>
      <li>
        <span className={styles.waiting}>
          <IconHourglass size={14} stroke={1.8} aria-hidden />
        </span>
        <span className={styles.name}>Waiting for the answer</span>
        {/* Counted for the eye; a voice that reads each second would say nothing else. */}
        <span className={styles.note} role="timer" aria-live="off">
          {elapsed === null ? "…" : `${elapsed} so far`}
        </span>
      </li>
    </ol>
  );
}
