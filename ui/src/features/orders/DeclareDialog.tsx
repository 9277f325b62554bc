import { Modal, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";

import { ipc, type OrderDetail } from "../../ipc";
import { Button, DialogActions } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import styles from "./Dialogs.module.css";
import { useOrderAct } from "./useOrder";

export type Declaration = "placed" | "notPlaced" | "arrived" | "notArrived";

const WORDS: Record<Declaration, { title: string; lead: string; label: string; needed: string; button: string }> = {
  placed: {
    title: "It was placed",
    lead: "Enter the number under which the vendor has it. Swath follows the order from there; the search for it ends.",
    label: "The vendor's order number",
    needed: "The vendor's number is needed",
    button: "Record that it was placed",
  },
  notPlaced: {
    title: "It was not placed",
    lead: "Only say so when the vendor told you: if it was placed after all and you order again, you pay twice. Swath looks for it for sixty days more, and tells you if it turns up. Your reason is kept in the record.",
    label: "How do you know?",
    needed: "A reason is needed",
    button: "Record that it was not placed",
  },
  arrived: {
    title: "It arrived",
    lead: "The vendor has your decision. An acceptance then counts as ordered, and Swath follows the order. Your reason is kept in the record.",
    label: "How do you know?",
    needed: "A reason is needed",
    button: "Record that it arrived",
  },
  notArrived: {
    title: "It did not arrive",
    lead: "Only say so when the vendor told you. The quotation can then be decided again; should the first decision have arrived after all, Swath tells you. Your reason is kept in the record.",
    label: "How do you know?",
    needed: "A reason is needed",
    button: "Record that it did not arrive",
  },
};

function declareIt(reference: string, declaration: Declaration, given: string): Promise<OrderDetail> {
  switch (declaration) {
    case "placed":
      return ipc.declarePlaced(reference, given);
    case "notPlaced":
      return ipc.declareNotPlaced(reference, given);
    case "arrived":
      return ipc.declareDecision(reference, true, given);
    case "notArrived":
      return ipc.declareDecision(reference, false, given);
  }
}

type DeclareDialogProps = { reference: string; declaration: Declaration | null; onClose: () => void };

/** A person's word ends the search for a lost answer; it is kept with its reason. */
export function DeclareDialog({ reference, declaration, onClose }: DeclareDialogProps) {
  return (
    <Modal opened={declaration !== null} onClose={onClose} title={declaration === null ? "" : WORDS[declaration].title} closeButtonProps={{ "aria-label": "Close" }}>
      {declaration !== null && <DeclareForm key={declaration} reference={reference} declaration={declaration} onClose={onClose} />}
    </Modal>
  );
}

function DeclareForm({ reference, declaration, onClose }: { reference: string; declaration: Declaration; onClose: () => void }) {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState(false);
  const declare = useOrderAct();
  const words = WORDS[declaration];
  const given = text.trim();
  const fault = asked && given === "" ? words.needed : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (given !== "") {
      declare.mutate(() => declareIt(reference, declaration, given), { onSuccess: onClose });
    }
  };
  const field = {
    label: words.label,
    required: true,
    withAsterisk: false,
    value: text,
    error: fault,
    onChange: (event: { currentTarget: { value: string } }) => {
      setText(event.currentTarget.value);
    },
  };
  return (
    <form className={styles.dialog} onSubmit={submit} noValidate>
      <p className={styles.lead}>{words.lead}</p>
      {declaration === "placed" ? <TextInput {...field} placeholder="SAL26000118" spellCheck={false} /> : <Textarea {...field} rows={3} />}
      {declare.error !== null && <RemedyNotice error={declare.error} />}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button tone={declaration === "placed" || declaration === "arrived" ? "primary" : "danger"} submit busy={declare.isPending}>
          {words.button}
        </Button>
      </DialogActions>
    </form>
  );
}
