import { Loader } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";

import type { ConnectionStatus } from "../../ipc";
import { useConnection, useSettings } from "../../shared/query";
import { ErrorNotice } from "../../shared/ui";
import { ConnectDialog } from "./ConnectDialog";
import { ConnectForm } from "./ConnectForm";
import styles from "./ConnectForm.module.css";
import { useConnectionActions } from "./useConnectionActions";

/**
 * Lets the program through once a connection is open. The sandbox costs nothing, so a start without a connection opens
 * it by itself; an account is only ever connected by hand, and so is anything after the user disconnected.
 */
export function ConnectionGate({ children }: { children: ReactNode }) {
  const connection = useConnection();
  const { connect } = useConnectionActions();
  const tried = useRef(false);
  const status = connection.data;
  const { mutate } = connect;
  useEffect(() => {
    if (status === undefined || tried.current) {
      return;
    }
    tried.current = true;
    if (status.state === "disconnected" && status.environment === "sandbox") {
      mutate({ environment: "sandbox", apiKey: null, hosts: null, proxy: null });
    }
  }, [status, mutate]);

  if (connection.isError && status === undefined) {
    return (
      <Centred>
        <ErrorNotice error={connection.error} onRetry={() => void connection.refetch()} />
      </Centred>
    );
  }
  if (status === undefined || connect.isPending) {
    return (
      <Centred>
        <Starting words={status === undefined ? "Starting…" : "Starting the sandbox…"} />
      </Centred>
    );
  }
  if (status.state === "disconnected") {
    return <ConnectPage status={status} startError={connect.error} />;
  }
  return (
    <>
      {children}
      <ConnectDialog />
    </>
  );
}

function ConnectPage({ status, startError }: { status: ConnectionStatus; startError: unknown }) {
  useEffect(() => {
    document.documentElement.dataset["ready"] = "true";
  }, []);
  const proxy = useSettings().data?.proxy ?? null;
  return (
    <Centred>
      <h1 className={styles.pageTitle}>Where do you want to work?</h1>
      <p className={styles.pageLead}>You are not connected. Your areas and the record of your orders are kept, for the sandbox and for your account apart.</p>
      {startError !== null && <ErrorNotice error={startError} />}
      <ConnectForm status={status} initial={status.environment} proxy={proxy} onConnected={() => undefined} />
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
