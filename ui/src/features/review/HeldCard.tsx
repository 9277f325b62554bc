import { IconHistory } from "@tabler/icons-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";

import type { AlreadyOrdered, BasketGroup } from "../../ipc";
import { isolated } from "../../shared/format";
import { Button, LinkButton } from "../../shared/ui";
import { SceneThumbnail } from "../basket";
import { AllowDialog } from "./AllowDialog";
import { consentFor, type Consents } from "./consents";
import { earlierCost, earlierDate, earlierScene, earlierState, earlierTitle } from "./earlierWords";
import styles from "./HeldCard.module.css";
import { heldScene, licenceWords, useEarlierOrder } from "./heldFacts";
import { orderPath } from "./routeText";
import { TwiceCard } from "./TwiceCard";

type HeldCardsProps = {
  held: readonly AlreadyOrdered[];
  consents: Consents;
  /** What is about to be spent, in words. */
  spend: string;
  /** What is about to be ordered, where it is a group of the basket: it has pictures, and names for licences. */
  group?: BasketGroup;
};

/** What the record holds already, an entry a card. Nothing is sent before each has been allowed by its own word. */
export function HeldCards({ held, ...rest }: HeldCardsProps) {
  return held
    .filter((one) => one.mustAllow)
    .map((one, index) => {
      const Entry = one.state === "sameOrder" ? TwiceCard : HeldCard;
      return <Entry key={`${one.reference} ${String(index)}`} held={one} {...rest} />;
    });
}

function HeldCard({ held, consents, spend, group }: Omit<HeldCardsProps, "held"> & { held: AlreadyOrdered }) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const given = consentFor(held, consents.given);
  const scene = heldScene(held, group);
  return (
    <section className={styles.card} aria-label={`Already in your record: ${held.reference}`}>
      {scene === null ? <IconHistory size={18} stroke={1.6} aria-hidden /> : <SceneThumbnail sceneId={scene.id} name={held.scene} size={64} />}
      <div>
        <h2 className={styles.title}>{earlierTitle(held)}</h2>
        <p className={styles.what}>
          {earlierScene(held)} over {isolated(held.areaName)}
        </p>
      </div>
      <HeldFacts held={held} {...(group === undefined ? {} : { group })} />
      <div className={styles.actions}>
        {given === null ? (
          <>
            <Button onClick={() => { navigate(orderPath(held.reference)); }}>Open what you have</Button>
            <span className={styles.rule}>Nothing is bought twice without your word.</span>
            <Button tone="danger" onClick={() => { setAsking(true); }}>
              Order it again…
            </Button>
          </>
        ) : (
          <>
            <span className={styles.allowed}>You allowed it to be bought again: “{given.reason}”</span>
            <LinkButton onClick={() => { consents.takeBack(held); }}>Take it back</LinkButton>
          </>
        )}
      </div>
      <AllowDialog
        held={held}
        spend={spend}
        opened={asking}
        onClose={() => { setAsking(false); }}
        onAllow={(reason) => {
          consents.allow(held, reason);
          setAsking(false);
        }}
      />
    </section>
  );
}

/** What the record knows of the earlier order; who paid and the licence are read from it, and their places are kept. */
function HeldFacts({ held, group }: { held: AlreadyOrdered; group?: BasketGroup }) {
  const order = useEarlierOrder(held.reference);
  const waiting = order.isPending ? "…" : "not known";
  return (
    <dl className={styles.facts}>
      <Fact name="Paid" value={earlierCost(held)} />
      <Fact name="By" value={order.data?.summary.contractName ?? waiting} />
      <Fact name="When" value={earlierDate(held)} />
      <Fact name="Now" value={earlierState(held)} />
      <Fact name="Licence" value={order.data === undefined ? waiting : licenceWords(order.data.licences, group)} />
      <div>
        <dt>Reference</dt>
        <dd>
          <Link href={orderPath(held.reference)} className="mono">
            {held.reference}
          </Link>
        </dd>
      </div>
    </dl>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="selectable">{value}</dd>
    </div>
  );
}
