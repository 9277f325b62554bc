import { Modal } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconCheck, IconDownload, IconLoader2, IconSend } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import { ipc, type Act, type ActUnderWay } from "../ipc";
import { useDownloads } from "../features/deliveries";
import { counted, formatLocalClock, formatMoneyExact } from "../shared/format";
import { useElapsed } from "../shared/query";
import { Button, DialogActions, ErrorNotice, StateBadge } from "../shared/ui";
import styles from "./ClosingOverlay.module.css";
import { useClosing } from "./useClosing";

const WHAT: Record<Act, (money: string) => string> = {
  order: (money) => `Order for ${money}`,
  quotation: (money) => `Request for a quotation of ${money}`,
  accept: (money) => `Acceptance for ${money}`,
  refuse: () => "Refusal of a quotation",
};

/** Covers the window that was asked to close while a request that spends is under way. */
export function ClosingOverlay() {
  const { acts, mayEndAt, stay } = useClosing();
  if (acts === null) {
    return null;
  }
  return (
    // Nothing behind it can be used; what it covers stays as it is.
    <div className={styles.overlay} role="alertdialog" aria-modal="true" aria-labelledby="closing-title" aria-describedby="closing-text">
      <div className={styles.card}>
        <div className={styles.head}>
          <StateBadge tone="info" turning>
            <IconLoader2 size={24} stroke={1.8} aria-hidden />
          </StateBadge>
          <h1 id="closing-title" className={styles.title}>
            Swath stays open until the answer is in the record
          </h1>
        </div>
        <ActList acts={acts} />
        <p id="closing-text" className={styles.text}>
          Then it closes by itself. Nothing is sent a second time.
        </p>
        <DialogActions>
          {/* The first thing a person reaches is the one that loses nothing. */}
          {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
          <Button tone="primary" autoFocus onClick={stay}>
            Keep Swath open
          </Button>
        </DialogActions>
        {acts.length > 0 && <Anyway acts={acts} mayEndAt={mayEndAt} />}
      </div>
    </div>
  );
}

function ActList({ acts }: { acts: readonly ActUnderWay[] }) {
  return (
    <ul className={styles.acts} aria-label="Under way">
      {acts.map(({ act, reference, amount, currency, since }) => (
        <li key={`${act} ${reference}`} className={styles.act}>
          <IconSend size={18} stroke={1.6} aria-hidden />
          <span className={styles.what}>{WHAT[act](formatMoneyExact(amount, currency))}</span>
          <span className={styles.detail}>
            <code className="selectable">{reference}</code> · <Sent since={since} />
          </span>
        </li>
      ))}
      {acts.length === 0 && (
        <li className={styles.act}>
          <IconCheck size={18} stroke={1.6} aria-hidden />
          <span className={styles.what}>The answer is in the record</span>
          <span className={styles.detail}>Swath is closing</span>
        </li>
      )}
      <Downloads />
    </ul>
  );
}

function Sent({ since }: { since: string }) {
  const elapsed = useElapsed(since);
  return `sent at ${formatLocalClock(since)}${elapsed === null ? "" : `, ${elapsed} ago`}, no answer yet`;
}

/** What is cut by closing, and loses nothing by it. */
function Downloads() {
  const count = useDownloads((state) => Object.keys(state.progress).length);
  if (count === 0) {
    return null;
  }
  return (
    <li className={styles.act}>
      <IconDownload size={18} stroke={1.6} className={styles.kept} aria-hidden />
      <span className={styles.what}>{counted(count, "download")}</span>
      <span className={styles.detail}>not waited for: cut when Swath closes; what has arrived is kept, and it can go on from there</span>
    </li>
  );
}

function Anyway({ acts, mayEndAt }: { acts: readonly ActUnderWay[]; mayEndAt: number }) {
  const [left, setLeft] = useState(() => mayEndAt - Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setLeft(mayEndAt - Date.now());
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [mayEndAt]);
  const [asking, setAsking] = useState(false);
  const end = useMutation({ mutationFn: () => ipc.endAnyway() });
  return (
    <div className={styles.anyway}>
      <Consequence many={acts.length > 1} />
      {left > 0 ? (
        <p className={styles.later} role="timer" aria-live="off">
          It can be closed without the answer in {Math.ceil(left / 1000)} s
        </p>
      ) : (
        <DialogActions>
          <Button tone="danger" onClick={() => { setAsking(true); }}>
            Close anyway…
          </Button>
        </DialogActions>
      )}
      <Modal opened={asking} onClose={() => { setAsking(false); }} title="Close without the answer?" zIndex={1100} closeButtonProps={{ "aria-label": "Close" }}>
        <div className={styles.ask}>
          <Consequence many={acts.length > 1} />
          <ActList acts={acts} />
          {end.error !== null && <ErrorNotice error={end.error} />}
          <DialogActions>
            <Button onClick={() => { setAsking(false); }}>Go on waiting</Button>
            <Button tone="danger" busy={end.isPending} onClick={() => { end.mutate(); }}>
              Close Swath now
            </Button>
          </DialogActions>
        </div>
      </Modal>
    </div>
  );
}

function Consequence({ many }: { many: boolean }) {
  return (
    <p className={styles.text}>
      If it closes now, {many ? "their outcomes become" : "its outcome becomes"} <strong>not known yet</strong>.{" "}
      {many ? "They may have been placed: don't order them again. Swath looks for them at the next start" : "It may have been placed: don't order it again. Swath looks for it at the next start"}; for
      SPOT and Pléiades finding out can take days.
    </p>
  );
}
