import { CopyButton } from "@mantine/core";
import { IconArrowLeft, IconCheck, IconCopy, IconEye, IconHelpHexagon, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import { ipc, type OrderDetail } from "../../ipc";
import { formatMoney } from "../../shared/format";
import { Button, IconButton, RelativeTime, StatePill } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { SentBody } from "../review";
import { DeclareDialog, type Declaration } from "./DeclareDialog";
import { OrderAgainDialog } from "./OrderAgainDialog";
import { Timeline } from "./Timeline";
import styles from "./UnknownPage.module.css";
import { useOrderAct } from "./useOrder";

/** An order whose answer was lost: what is known, when Swath looks next, what a person can do. */
export function UnknownPage({ detail }: { detail: OrderDetail }) {
  const { summary, timeline } = detail;
  const [, navigate] = useLocation();
  const [declaration, setDeclaration] = useState<Declaration | null>(null);
  const [again, setAgain] = useState(false);
  const thing = summary.kind === "quotation" ? "request" : "order";
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <IconButton label="Back to the orders" onClick={() => { navigate("/orders"); }}>
          <IconArrowLeft size={18} stroke={1.6} aria-hidden />
        </IconButton>
        <code>{summary.reference}</code>
        <StatePill tone="warn">not known yet</StatePill>
      </header>
      <section className={styles.state} aria-label="State of the order">
        <span className={styles.badge}>
          <IconHelpHexagon size={24} stroke={1.6} aria-hidden />
        </span>
        <div className={styles.stateWords}>
          <h1 className={styles.title}>The {thing} was sent, but its answer never came back</h1>
          <p className={styles.text}>
            It may or may not have been placed.{" "}
            <strong>Please don&apos;t order it again:</strong> {formatMoney(summary.amount, summary.currency)} could be spent twice. Swath has not resent it and never will; it is looking for
            it, and will tell you as soon as it knows.
          </p>
        </div>
        <NextLook detail={detail} />
      </section>
      <div className={styles.columns}>
        <section className={styles.card} aria-label="What we know">
          <h2 className={styles.cardTitle}>What we know</h2>
          <Timeline entries={timeline} />
        </section>
        <div className={styles.side}>
          <Reference reference={summary.reference} />
          <section className={styles.card} aria-label="You know what happened?">
            <h2 className={styles.cardTitle}>You know what happened?</h2>
            <p className={styles.cardText}>Your word ends the search and is kept in the record with the reason.</p>
            <Button wide onClick={() => { setDeclaration("placed"); }}>
              It was placed…
            </Button>
            <Button wide onClick={() => { setDeclaration("notPlaced"); }}>
              It was not placed…
            </Button>
            <Button wide tone="quiet" onClick={() => { setAgain(true); }}>
              Order it again all the same…
            </Button>
          </section>
        </div>
      </div>
      <SentBody title="What was sent" body={detail.body} byteCount={detail.byteCount} sha256={detail.sha256} endpoint={detail.endpoint} method="POST" closed />
      <DeclareDialog reference={summary.reference} declaration={declaration} onClose={() => { setDeclaration(null); }} />
      <OrderAgainDialog summary={summary} opened={again} onClose={() => { setAgain(false); }} />
    </div>
  );
}

function NextLook({ detail }: { detail: OrderDetail }) {
  const look = useOrderAct();
  const { state, reference } = detail.summary;
  const next = state.state === "unknown" ? state.nextLook : null;
  return (
    <>
      <div className={styles.look}>
        <IconEye size={18} stroke={1.6} aria-hidden />
        <span aria-live="polite">
          {next === null ? (
            "Swath looks again while it is connected"
          ) : (
            <>
              Next look <strong>{<RelativeTime time={next} />}</strong>, then again by itself
            </>
          )}
        </span>
        <Button
          icon={<IconRefresh size={16} stroke={1.6} aria-hidden />}
          busy={look.isPending}
          onClick={() => {
            look.mutate(() => ipc.lookNow(reference));
          }}
        >
          {look.isPending ? "Looking…" : "Look now"}
        </Button>
      </div>
      {look.error !== null && (
        <div className={styles.lookError}>
          <RemedyNotice error={look.error} />
        </div>
      )}
    </>
  );
}

function Reference({ reference }: { reference: string }) {
  return (
    <section className={styles.card} aria-label="Ask the vendor">
      <h2 className={styles.cardTitle}>Ask the vendor</h2>
      <p className={styles.cardText}>Give them this reference and the time it was sent; they can see it at once.</p>
      <div className={styles.reference}>
        <code className="selectable">{reference}</code>
        <CopyButton value={reference}>
          {({ copied, copy }) => (
            <IconButton label={copied ? "Copied" : "Copy the reference"} size="small" onClick={copy}>
              {copied ? <IconCheck size={16} stroke={1.6} aria-hidden /> : <IconCopy size={16} stroke={1.6} aria-hidden />}
            </IconButton>
          )}
        </CopyButton>
      </div>
    </section>
  );
}
