import { Checkbox, Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";

import { ipc, type OrderSummary } from "../../ipc";
import { formatMoney } from "../../shared/format";
import { Button, DialogActions, Notice } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import styles from "./Dialogs.module.css";

type OrderAgainDialogProps = { summary: OrderSummary; opened: boolean; onClose: () => void };

/** Puts the scenes of an order that is not known to be placed back into the basket, after a warning that names what is at stake. */
export function OrderAgainDialog({ summary, opened, onClose }: OrderAgainDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Order it again" closeButtonProps={{ "aria-label": "Close" }}>
      <AgainForm summary={summary} onClose={onClose} />
    </Modal>
  );
}

function AgainForm({ summary, onClose }: Omit<OrderAgainDialogProps, "opened">) {
  const { reference, amount, currency } = summary;
  const [, navigate] = useLocation();
  const [understood, setUnderstood] = useState(false);
  const again = useOrderAgain(reference, () => { navigate("/basket"); });
  const money = formatMoney(amount, currency);
  return (
    <div className={styles.dialog}>
      <Notice tone="bad" title={`${money} could be spent twice`}>
        {reference} is still not known: the vendor may have it. A second order gets a reference of its own and is paid for on its own. Ask the vendor first; they see at once whether it was placed.
      </Notice>
      <Checkbox
        label={`I know that ${money} may be charged twice`}
        checked={understood}
        onChange={(event) => {
          setUnderstood(event.currentTarget.checked);
        }}
      />
      {again.error !== null && <RemedyNotice error={again.error} />}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone="danger" busy={again.isPending} disabled={!understood} onClick={() => { again.mutate(); }}>
          Put it into the basket again
        </Button>
      </DialogActions>
    </div>
  );
}

/** Back into the basket under a new reference; nothing is sent by it. */
export function useOrderAgain(reference: string, onDone: () => void) {
  return useMutation({ mutationFn: () => ipc.orderAgain(reference), onSuccess: onDone });
}
