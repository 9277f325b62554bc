import { Modal, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";

import { ipc } from "../../ipc";
import { Button, DialogActions, ErrorNotice } from "../../shared/ui";
import styles from "./SettingsPage.module.css";

/** A reason shorter than this tells nobody anything later; the back end holds the same. */
const LEAST_REASON = 5;

/** A record that was changed outside Swath is ordered from again only by a person's word, which is kept in it. */
export function TakeRecord({ onTaken }: { onTaken: () => void }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const take = useMutation({
    mutationFn: () => ipc.takeRecordAsItIs(reason),
    onSuccess: () => {
      setOpen(false);
      onTaken();
    },
  });
  const close = () => {
    setOpen(false);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim().length >= LEAST_REASON) {
      take.mutate();
    }
  };
  return (
    <>
      <Button size="small" onClick={() => { setOpen(true); }}>
        Take the record as it is…
      </Button>
      <Modal opened={open} onClose={close} title="Take the record as it is?" closeButtonProps={{ "aria-label": "Close" }}>
        <form className={styles.stack} onSubmit={submit}>
          <p className={styles.note}>
            It was changed outside Swath, so nothing can be ordered from it. Do this after a backup was put back, or when you know what happened. What is wrong stays written down, with your reason. Orders that
            the record has lost can be bought twice: compare it with the vendor&apos;s list first.
          </p>
          <Textarea label="Why is it as it is?" description={`${String(LEAST_REASON)} characters or more; kept in the record.`} autosize minRows={2} data-autofocus value={reason} onChange={(event) => { setReason(event.currentTarget.value); }} />
          {take.error !== null && <ErrorNotice error={take.error} />}
          <DialogActions>
            <Button onClick={close}>Leave it locked</Button>
            <Button submit tone="danger" busy={take.isPending} disabled={reason.trim().length < LEAST_REASON}>
              Take it as it is
            </Button>
          </DialogActions>
        </form>
      </Modal>
    </>
  );
}
