import { useState } from "react";

import type { OrderDetail } from "../../ipc";
import { formatMoney } from "../../shared/format";
import { Button } from "../../shared/ui";
import { SentBody } from "../review";
import { DeclareDialog, type Declaration } from "./DeclareDialog";
import { OrderAgainDialog } from "./OrderAgainDialog";
import { Timeline } from "./Timeline";
import styles from "./UnknownPage.module.css";
import { AskWith, UnknownHead, UnknownState } from "./UnknownParts";

/** An order whose answer was lost: what is known, when Swath looks next, what a person can do. */
export function UnknownPage({ detail }: { detail: OrderDetail }) {
  const { summary, timeline } = detail;
  const [declaration, setDeclaration] = useState<Declaration | null>(null);
  const [again, setAgain] = useState(false);
  const thing = summary.kind === "quotation" ? "request" : "order";
  return (
    <div className={styles.page}>
      <UnknownHead reference={summary.reference} />
      <UnknownState
        label="State of the order"
        title={`The ${thing} was sent, but its answer never came back`}
        reference={summary.reference}
        nextLook={summary.state.state === "unknown" ? summary.state.nextLook : null}
      >
        It may or may not have been placed. <strong>Please don&apos;t order it again:</strong> {formatMoney(summary.amount, summary.currency)} could be spent twice. Swath has not resent it and
        never will; it is looking for it, and will tell you as soon as it knows.
      </UnknownState>
      <div className={styles.columns}>
        <section className={styles.card} aria-label="What we know">
          <h2 className={styles.cardTitle}>What we know</h2>
          <Timeline entries={timeline} />
        </section>
        <div className={styles.side}>
          <AskWith name="reference" text={summary.reference} />
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
