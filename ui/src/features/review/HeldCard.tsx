import { Modal, Textarea } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useState, type FormEvent } from "react";
import { Link } from "wouter";

import type { AlreadyOrdered } from "../../ipc";
import { Button, LinkButton } from "../../shared/ui";
import { consentFor, LEAST_REASON, type Consents } from "./consents";
import { earlierCost, earlierDate, earlierState, earlierTitle } from "./earlierWords";
import styles from "./HeldCard.module.css";
import { orderPath } from "./routeText";

type HeldCardsProps = {
  held: readonly AlreadyOrdered[];
  consents: Consents;
  /** What is about to be spent, in words. */
  spend: string;
};

/** What the record holds already, an entry a card. Nothing is sent before each has been allowed by its own word. */
export function HeldCards({ held, ...rest }: HeldCardsProps) {
  return held.filter((one) => one.mustAllow).map((one, index) => <HeldCard key={`${one.reference} ${String(index)}`} held={one} {...rest} />);
}

function HeldCard({ held, consents, spend }: Omit<HeldCardsProps, "held"> & { held: AlreadyOrdered }) {
  const [asking, setAsking] = useState(false);
  const given = consentFor(held, consents.given);
  return (
    <section className={styles.card} aria-label={`Already in your record: ${held.reference}`}>
      <IconHistory size={18} stroke={1.6} aria-hidden />
      <div>
        <h2 className={styles.title}>{earlierTitle(held)}</h2>
      </div>
      <dl className={styles.facts}>
        <Fact name="Now" value={earlierState(held)} />
        <Fact name="Paid" value={earlierCost(held)} />
        <Fact name="When" value={earlierDate(held)} />
        <div>
          <dt>Reference</dt>
          <dd>
            <Link href={orderPath(held.reference)} className="mono">
              {held.reference}
            </Link>
          </dd>
        </div>
      </dl>
      <div className={styles.actions}>
        {given === null ? (
          <>
            <span>Nothing is bought twice without your word.</span>
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
      <Modal opened={asking} onClose={() => { setAsking(false); }} title="Buy it a second time?" closeButtonProps={{ "aria-label": "Close" }}>
        <AllowForm
          held={held}
          spend={spend}
          onCancel={() => { setAsking(false); }}
          onAllow={(reason) => {
            consents.allow(held, reason);
            setAsking(false);
          }}
        />
      </Modal>
    </section>
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

type AllowFormProps = { held: AlreadyOrdered; spend: string; onCancel: () => void; onAllow: (reason: string) => void };

function AllowForm({ held, spend, onCancel, onAllow }: AllowFormProps) {
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const enough = reason.trim().length >= LEAST_REASON;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (enough) {
      onAllow(reason);
    }
  };
  return (
    <form className={styles.dialog} onSubmit={submit} noValidate>
      <p className={styles.again}>
        Your record holds <strong>{held.scene}</strong> over <strong>{held.areaName}</strong> as <code>{held.reference}</code>: <strong>{earlierCost(held)}</strong>,{" "}
        <strong>{earlierDate(held)}</strong>, {earlierState(held)}. What is confirmed now costs <strong>{spend}</strong> in all, on top of that, and can&apos;t be cancelled.
      </p>
      <Textarea
        label="Why is it bought again?"
        description="Kept in the record beside the order."
        required
        withAsterisk={false}
        rows={2}
        value={reason}
        error={asked && !enough ? `Needs a reason of ${String(LEAST_REASON)} characters or more` : undefined}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      <div className={styles.ends}>
        <Button onClick={onCancel}>Don&apos;t buy it again</Button>
        <Button tone="danger" submit>
          Yes, buy it again for {spend}
        </Button>
      </div>
    </form>
  );
}
