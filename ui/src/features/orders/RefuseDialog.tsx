import { Modal, Radio, Stack } from "@mantine/core";
import { useState } from "react";

import { ipc } from "../../ipc";
import { Button, DialogActions } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import styles from "./Dialogs.module.css";
import { REFUSAL_REASONS } from "./orderStates";
import { useOrderAct } from "./useOrder";

type RefuseDialogProps = { reference: string; opened: boolean; onClose: () => void };

/** Refusing needs one of the vendor's seven reasons; the quotation can't be accepted afterwards. */
export function RefuseDialog({ reference, opened, onClose }: RefuseDialogProps) {
  const [reason, setReason] = useState<string | null>(null);
  const refuse = useOrderAct();
  const send = () => {
    if (reason !== null) {
      refuse.mutate(() => ipc.refuseQuotation(reference, Number(reason)), { onSuccess: onClose });
    }
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Refuse the quotation" closeButtonProps={{ "aria-label": "Close" }}>
      <div className={styles.dialog}>
        <p className={styles.lead}>The vendor is told the reason. A refused quotation can&apos;t be accepted any more; nothing is bought.</p>
        <Radio.Group label="Reason" value={reason} onChange={setReason}>
          <Stack gap={8} mt={6}>
            {REFUSAL_REASONS.map(({ id, label }) => (
              <Radio key={id} value={String(id)} label={label} />
            ))}
          </Stack>
        </Radio.Group>
        {refuse.error !== null && <RemedyNotice error={refuse.error} />}
        <DialogActions>
          <Button onClick={onClose}>Keep it</Button>
          <Button tone="danger" busy={refuse.isPending} disabled={reason === null} onClick={send}>
            {refuse.isPending ? "Refusing…" : "Refuse the quotation"}
          </Button>
        </DialogActions>
      </div>
    </Modal>
  );
}
