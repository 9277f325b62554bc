import { IconCloudOff } from "@tabler/icons-react";
import { useEffect } from "react";

import { useConnectDialog, useConnectionActions } from "../features/connection";
import { useConnection } from "../shared/query";
import { useActivities } from "../shared/session";
import { Button } from "../shared/ui";
import styles from "./OfflineBar.module.css";

/** Says that only what is on this computer is at hand, and why. The back end signs in by itself when it can. */
export function OfflineBar() {
  const status = useConnection().data;
  const change = useConnectDialog((state) => state.open);
  const { signIn } = useConnectionActions();
  const { mutate } = signIn;
  const offline = status?.state === "offline";

  useEffect(() => {
    if (!offline) {
      return;
    }
    const retry = () => {
      mutate();
    };
    window.addEventListener("online", retry);
    return () => {
      window.removeEventListener("online", retry);
    };
  }, [offline, mutate]);

  const reason = status?.offlineReason ?? null;
  const signingIn = offline && reason === null;
  useSigningIn(signingIn);

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
