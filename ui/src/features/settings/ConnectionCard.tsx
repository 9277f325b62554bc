import type { ConnectionStatus } from "../../ipc";
import { formatUtcTime } from "../../shared/format";
import { useConnection } from "../../shared/query";
import { Button, Card, ConfirmButton, ErrorNotice, Facts, Notice, StatePill } from "../../shared/ui";
import { useConnectDialog, useConnectionActions } from "../connection";
import styles from "./SettingsPage.module.css";

/** Which OneAtlas the program speaks with, and where its key lies. */
export function ConnectionCard() {
  const status = useConnection().data;
  const open = useConnectDialog((state) => state.open);
  const { disconnect, forgetKey } = useConnectionActions();
  if (status === undefined) {
    return null;
  }
  const error = disconnect.error ?? forgetKey.error;
  return (
    <Card title="Connection" aside={<StatePill tone={status.environment === "sandbox" ? "warn" : "ok"}>{status.environment === "sandbox" ? "sandbox" : "live account"}</StatePill>}>
      <div className={styles.stack}>
        <Facts rows={factsOf(status)} />
        {status.keyStorage.kind === "memory" && (
          <Notice tone="warn" title="The key is kept for this run only">
            {status.keyStorage.reason} You will be asked for it at the next start.
          </Notice>
        )}
        {error !== null && <ErrorNotice error={error} />}
        <div className={styles.actions}>
          <Button tone="primary" onClick={open}>
            {status.environment === "sandbox" ? "Connect a real account…" : "Change the connection…"}
          </Button>
          <Button busy={disconnect.isPending} onClick={() => { disconnect.mutate(); }}>
            Disconnect
          </Button>
          {status.keyHint !== null && (
            <ConfirmButton tone="danger" confirm={status.environment === "live" ? "Forget it and disconnect" : "Forget it"} busy={forgetKey.isPending} className={styles.apart ?? ""} onConfirm={() => { forgetKey.mutate(); }}>
              Forget the key
            </ConfirmButton>
          )}
        </div>
      </div>
    </Card>
  );
}

function factsOf(status: ConnectionStatus) {
  const storage = { keychain: "in the keychain of this computer", memory: "in memory, for this run", none: "none" }[status.keyStorage.kind];
  const key = status.keyHint === null ? storage : `ends in ${status.keyHint}, ${storage}`;
  const sandbox = status.environment === "sandbox";
  return [
    { name: "Works with", value: sandbox ? "the sandbox on this computer" : "your OneAtlas account" },
    ...(status.orderHost === null ? [] : [{ name: "Order host", value: <code>{status.orderHost}</code> }]),
    // The sandbox's own key concerns nobody; that of an account that was connected before does.
    ...(sandbox && status.keyHint === null ? [] : [{ name: sandbox ? "Key of your account" : "Key", value: key }]),
    ...(status.sandboxTime === null ? [] : [{ name: "Sandbox clock", value: formatUtcTime(status.sandboxTime) }]),
  ];
}
