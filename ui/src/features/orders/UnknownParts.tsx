import { CopyButton } from "@mantine/core";
import { IconArrowLeft, IconCheck, IconCopy, IconEye, IconHelpHexagon, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useLocation } from "wouter";

import { ipc } from "../../ipc";
import { Button, IconButton, RelativeTime, StateBadge, StatePill } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import styles from "./UnknownPage.module.css";
import { useOrderAct } from "./useOrder";

/** Which order it is, and that its outcome is not known. */
export function UnknownHead({ reference }: { reference: string }) {
  const [, navigate] = useLocation();
  return (
    <header className={styles.head}>
      <IconButton label="Back to the orders" onClick={() => { navigate("/orders"); }}>
        <IconArrowLeft size={18} stroke={1.6} aria-hidden />
      </IconButton>
      <code>{reference}</code>
      <StatePill tone="warn">not known yet</StatePill>
    </header>
  );
}

type UnknownStateProps = { label: string; title: string; children: ReactNode; reference: string; nextLook: string | null };

/** The state first, what it means, and when Swath looks next. */
export function UnknownState({ label, title, children, reference, nextLook }: UnknownStateProps) {
  return (
    <section className={styles.state} aria-label={label}>
      <StateBadge tone="warn">
        <IconHelpHexagon size={24} stroke={1.6} aria-hidden />
      </StateBadge>
      <div className={styles.stateWords}>
        <h1 className={styles.title}>{title}</h1>
        <p className={styles.text}>{children}</p>
      </div>
      <NextLook reference={reference} nextLook={nextLook} />
    </section>
  );
}

function NextLook({ reference, nextLook }: { reference: string; nextLook: string | null }) {
  const look = useOrderAct();
  return (
    <>
      <div className={styles.look}>
        <IconEye size={18} stroke={1.6} aria-hidden />
        <span aria-live="polite">
          {nextLook === null ? (
            "Swath looks again while it is connected"
          ) : (
            <>
              Next look <strong>{<RelativeTime time={nextLook} />}</strong>, then again by itself
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

/** What to ask the vendor with, to be copied. */
export function AskWith({ name, text }: { name: string; text: string }) {
  return (
    <section className={styles.card} aria-label="Ask the vendor">
      <h2 className={styles.cardTitle}>Ask the vendor</h2>
      <p className={styles.cardText}>Give them this {name} and the time it was sent; they can see it at once.</p>
      <div className={styles.reference}>
        <code className="selectable">{text}</code>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <IconButton label={copied ? "Copied" : `Copy the ${name}`} size="small" onClick={copy}>
              {copied ? <IconCheck size={16} stroke={1.6} aria-hidden /> : <IconCopy size={16} stroke={1.6} aria-hidden />}
            </IconButton>
          )}
        </CopyButton>
      </div>
    </section>
  );
}
