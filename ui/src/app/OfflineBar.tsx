import { IconCloudOff } from "@tabler/icons-react";
import { useEffect } from "react";

import { useConnectDialog, useConnectionActions } from "../features/connection";
import { formatLocalClock } from "../shared/format";
import { useConnection } from "../shared/query";
import { answersAgain, listenForSilence, useActivities, useReach } from "../shared/session";
import { Button } from "../shared/ui";
import styles from "./OfflineBar.module.css";

/** How often the vendor is asked whether it answers again. */
const AGAIN_MS = 60_000;

/** Says that only what is on this computer is at hand, and why. The back end signs in by itself when it can. */
export function OfflineBar() {
  const status = useConnection().data;
  const change = useConnectDialog((state) => state.open);
  const { signIn } = useConnectionActions();
  const { mutate } = signIn;
  const offline = status?.state === "offline";
  const lostAt = useReach((state) => state.lostAt);

  useEffect(() => {
    if (!offline && lostAt === null) {
      return;
    }
    const retry = () => {
      mutate();
    };
    window.addEventListener("online", retry);
    return () => {
      window.removeEventListener("online", retry);
    };
  }, [offline, lostAt, mutate]);

  const reason = status?.offlineReason ?? null;
  const signingIn = offline && reason === null;
  useSigningIn(signingIn);

  useEffect(() => {
    // Signed in again, by whomever: it answers.
    if (!offline) {
      answersAgain();
    }
  }, [offline]);

  useEffect(listenForSilence, []);

  useEffect(() => {
    if (lostAt === null) {
      return;
    }
    const timer = setInterval(mutate, AGAIN_MS);
    return () => {
      clearInterval(timer);
    };
  }, [lostAt, mutate]);

  if (!offline && lostAt !== null) {
    return (
      <div className={styles.bar} role="status">
        <IconCloudOff size={18} stroke={1.6} aria-hidden />
        <span>
          <strong>The vendor has not answered since {formatLocalClock(new Date(lostAt).toISOString())}.</strong> Prices, credit and the states of orders are of before. What is on this computer can be used; Swath asks again every minute.
        </span>
        <span className={styles.actions}>
          <Button size="small" busy={signIn.isPending} onClick={() => { mutate(); }}>
            Try again
          </Button>
        </span>
      </div>
    );
  }
  // Most starts are signed in within a second: a bar that comes and goes would move the page under the pointer.
  if (!offline || reason === null) {
    return null;
  }
  return (
    <div className={styles.bar} role="status">
      <IconCloudOff size={18} stroke={1.6} aria-hidden />
      <span>
        <strong>Working offline.</strong> {reason} Your record, areas, basket and past searches are here; ordering waits for the network.
      </span>
      <span className={styles.actions}>
        <Button size="small" busy={signIn.isPending} onClick={() => { mutate(); }}>
          Try again
        </Button>
        <Button size="small" tone="quiet" onClick={change}>
          Change the connection
        </Button>
      </span>
    </div>
  );
}

/** The first try is told in the top bar, where running work has its place. */
function useSigningIn(running: boolean): void {
  const { report, finish } = useActivities.getState();
  useEffect(() => {
    if (!running) {
      return;
    }
    report({ id: "sign-in", label: "Signing in…", share: null });
    return () => {
      finish("sign-in");
    };
  }, [running, report, finish]);
}
