import { useState, type RefObject } from "react";

import type { OrderSummary } from "../../ipc";
import { formatMoneyExact } from "../../shared/format";
import { Button, MoneyButton } from "../../shared/ui";
import { AcceptDialog } from "./AcceptDialog";
import styles from "./Decision.module.css";
import { knownOffer } from "./offers";
import { RefuseDialog } from "./RefuseDialog";

/** The two ends of an open quotation, far apart: refusing on the left, spending on the right. */
export function Decision({ order, shown }: { order: OrderSummary; shown: RefObject<boolean> }) {
  const [open, setOpen] = useState<"accept" | "refuse" | null>(null);
  const { amount, currency } = knownOffer(order);
  const close = () => {
    setOpen(null);
  };
  return (
    <footer className={styles.decision} aria-label="Decide on the quotation">
      <Button tone="danger" className={styles.refuse} onClick={() => { setOpen("refuse"); }}>
        Refuse…
      </Button>
      <div className={styles.accept}>
        <MoneyButton wide onClick={() => { setOpen("accept"); }}>
          Accept for {formatMoneyExact(amount, currency)}
        </MoneyButton>
        <p className={styles.note}>The vendor is asked for its offer first; nothing is accepted by this press.</p>
      </div>
      <AcceptDialog order={order} shown={shown} opened={open === "accept"} onClose={close} />
      <RefuseDialog reference={order.reference} opened={open === "refuse"} onClose={close} />
    </footer>
  );
}
