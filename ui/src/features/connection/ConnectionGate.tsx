import { Loader } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";

import type { ConnectionStatus } from "../../ipc";
import { useConnection, useSettings } from "../../shared/query";
import { Button, ErrorNotice } from "../../shared/ui";
import { ConnectDialog } from "./ConnectDialog";
import { ConnectForm } from "./ConnectForm";
import styles from "./ConnectForm.module.css";
import { useConnectionActions } from "./useConnectionActions";

/**
 * Lets the program through once a connection is open. The sandbox costs nothing, so a start without a connection opens
 * it by itself. An account that was in use when the program was closed opens from the disk, with or without a network,
 * and is then signed in to; any other account, and anything after the user disconnected, is only connected by hand.
 */
export function ConnectionGate({ children }: { children: ReactNode }) {
  const connection = useConnection();
  const { connect, resume, signIn } = useConnectionActions();
  const tried = useRef(false);
  const status = connection.data;
  const { mutate } = connect;
  const { mutate: reopen } = resume;
  const { mutate: enter } = signIn;
  useEffect(() => {
    if (status === undefined || tried.current) {
      return;
    }
    tried.current = true;
    if (status.state === "disconnected" && status.environment === "sandbox") {
      mutate({ environment: "sandbox", apiKey: null, hosts: null, proxy: null });
    } else if (status.state === "disconnected" && status.resumes) {
      reopen(undefined, { onSuccess: () => { enter(); } });
    }
  }, [status, mutate, reopen, enter]);

  if (connection.isError && status === undefined) {
    return (
      <Centred>
        <ErrorNotice error={connection.error} onRetry={() => void connection.refetch()} />
      </Centred>
    );
  }
  if (status === undefined || connect.isPending || resume.isPending) {
    return (
      <Centred>
        <Starting words={connect.isPending ? "Starting the sandbox…" : "Starting…"} />
      </Centred>
    );
  }
  if (status.state === "disconnected") {
    return <ConnectPage status={status} startError={connect.error ?? resume.error} onOffline={() => { reopen(undefined, { onSuccess: () => { enter(); } }); }} />;
  }
  return (
    <>
      {children}
      <ConnectDialog />
    </>
  );
}

function ConnectPage({ status, startError, onOffline }: { status: ConnectionStatus; startError: unknown; onOffline: () => void }) {
  useEffect(() => {
    document.documentElement.dataset["ready"] = "true";
  }, []);
  const proxy = useSettings().data?.proxy ?? null;
  return (
    <Centred>
      <h1 className={styles.pageTitle}>Where do you want to work?</h1>
      <p className={styles.pageLead}>You are not connected. Your areas and the record of your orders are kept, for the sandbox and for your account apart.</p>
      {startError !== null && <ErrorNotice error={startError} />}
      <ConnectForm status={status} initial={status.environment} proxy={proxy} onConnected={() => undefined} aside={status.environment === "live" && status.keyHint !== null ? <Button onClick={onOffline}>Open what is on this computer</Button> : null} />
    </Centred>
  );
}

function Centred({ children }: { children: ReactNode }) {
  return (
    <main className={styles.page}>
      <div className={styles.pageCard}>{children}</div>
    </main>
  );
}

function Starting({ words }: { words: string }) {
  return (
    <div role="status" className={styles.starting}>
      <Loader size={18} />
      {words}
    </div>
  );
}
