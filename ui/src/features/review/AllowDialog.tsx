import { Modal, Textarea } from "@mantine/core";
import { useState, type FormEvent } from "react";

import type { AlreadyOrdered } from "../../ipc";
import { Button, DialogActions } from "../../shared/ui";
import { LEAST_REASON } from "./consents";
import { earlierCost, earlierDate, earlierScene, earlierState } from "./earlierWords";
import styles from "./HeldCard.module.css";

type AllowFormProps = { held: AlreadyOrdered; spend: string; onClose: () => void; onAllow: (reason: string) => void };

/** The deliberate word by which something the record holds may be bought once more: what was paid, what is paid now, and why. */
export function AllowDialog({ opened, ...form }: AllowFormProps & { opened: boolean }) {
  return (
    <Modal opened={opened} onClose={form.onClose} title={form.held.state === "sameOrder" ? "Pay for the shared ground twice?" : "Buy it a second time?"} closeButtonProps={{ "aria-label": "Close" }}>
      <AllowForm {...form} />
    </Modal>
  );
}

function AllowForm({ held, spend, onClose, onAllow }: AllowFormProps) {
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const twice = held.state === "sameOrder";
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
      <p className={styles.again}>{held.state === "sameOrder" ? <WhatTwice held={held} spend={spend} /> : <WhatAgain held={held} spend={spend} />}</p>
      <Textarea
        label={twice ? "Why are both wanted?" : "Why is it bought again?"}
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
      <DialogActions>
        <Button onClick={onClose}>{twice ? "Don’t order both" : "Don’t buy it again"}</Button>
        <Button tone="danger" submit>
          {twice ? `Yes, order both for ${spend}` : `Yes, buy it again for ${spend}`}
        </Button>
      </DialogActions>
    </form>
  );
}

type WhatProps = Pick<AllowFormProps, "held" | "spend">;

function WhatAgain({ held, spend }: WhatProps) {
  return (
    <>
      Your record holds <strong>{earlierScene(held)}</strong> over <strong>{held.areaName}</strong> as <code>{held.reference}</code>: <strong>{earlierCost(held)}</strong>,{" "}
      <strong>{earlierDate(held)}</strong>, {earlierState(held)}. What is confirmed now costs <strong>{spend}</strong> in all, on top of that, and can&apos;t be cancelled.
    </>
  );
}

function WhatTwice({ held, spend }: WhatProps) {
  return (
    <>
      This order has <strong>{earlierScene(held)}</strong> over <strong>{held.areaName}</strong> and over <strong>{held.sharedWith ?? "another area"}</strong>, which share ground. It costs <strong>{spend}</strong> in
      all, the shared ground twice, and can&apos;t be cancelled.
    </>
  );
}
