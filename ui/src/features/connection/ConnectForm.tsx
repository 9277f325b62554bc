import { PasswordInput } from "@mantine/core";
import { IconFlask, IconKey } from "@tabler/icons-react";
import { useId, useState, type FormEvent, type ReactNode } from "react";

import type { ConnectionStatus, Environment } from "../../ipc";
import { Button, ErrorNotice } from "../../shared/ui";
import { AdvancedFields } from "./AdvancedFields";
import styles from "./ConnectForm.module.css";
import { VENDOR_HOSTS, faultsOf, requestOf, type ConnectForm as Form, type FormFaults } from "./request";
import { useConnectionActions } from "./useConnectionActions";

type ConnectFormProps = { status: ConnectionStatus; initial: Environment; proxy: string | null; onConnected: () => void; aside?: ReactNode };

/** Sandbox or account, key, and what a company network needs besides. The key is tested at once. */
export function ConnectForm({ status, initial, proxy, onConnected, aside }: ConnectFormProps) {
  const { connect } = useConnectionActions();
  const kept = status.keyHint;
  const [form, setForm] = useState<Form>({
    environment: initial,
    apiKey: "",
    useKeptKey: kept !== null,
    ownHosts: status.accountHosts !== null,
    hosts: status.accountHosts ?? VENDOR_HOSTS,
    proxy: proxy ?? "",
  });
  const [faults, setFaults] = useState<FormFaults>({});
  const change = (patch: Partial<Form>) => {
    setForm({ ...form, ...patch });
    setFaults({});
    connect.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = faultsOf(form);
    setFaults(found);
    if (Object.keys(found).length === 0) {
      connect.mutate(requestOf(form), { onSuccess: onConnected });
    }
  };
  const live = form.environment === "live";
  return (
    <form onSubmit={submit} className={styles.form} noValidate aria-label="Connection">
      <fieldset className={styles.choices} disabled={connect.isPending}>
        <legend className="visually-hidden">Where to connect</legend>
        <EnvironmentChoice
          value="sandbox"
          chosen={form.environment}
          onChoose={change}
          icon={<IconFlask size={20} stroke={1.6} aria-hidden />}
          title="Sandbox"
          text="A OneAtlas of your own on this computer: a whole archive, prices, orders and deliveries. Nothing costs anything, nothing leaves the computer."
        />
        <EnvironmentChoice
          value="live"
          chosen={form.environment}
          onChoose={change}
          icon={<IconKey size={20} stroke={1.6} aria-hidden />}
          title="Your OneAtlas account"
          text="The real archive and your real contracts, with an API key of your vendor account. Orders cost money and are final."
        />
      </fieldset>
      {live && <KeyField form={form} kept={kept} fault={faults.apiKey} onChange={change} />}
      {live && <AdvancedFields form={form} faults={faults} onChange={change} />}
      <div className={styles.foot}>
        {connect.error !== null && <ErrorNotice error={connect.error} />}
        <div className={styles.actions}>
          <Button tone="primary" submit busy={connect.isPending}>
            {connect.isPending ? "Connecting…" : live ? "Connect" : "Open the sandbox"}
          </Button>
          {aside}
        </div>
      </div>
    </form>
  );
}

function EnvironmentChoice(props: { value: Environment; chosen: Environment; onChoose: (patch: Partial<Form>) => void; icon: ReactNode; title: string; text: string }) {
  const id = useId();
  return (
    <div className={styles.choice} data-chosen={props.value === props.chosen || undefined}>
      <input
        type="radio"
        id={id}
        name="environment"
        className={styles.radio}
        checked={props.value === props.chosen}
        aria-describedby={`${id}-text`}
        onChange={() => {
          props.onChoose({ environment: props.value });
        }}
      />
      {props.icon}
      <div>
        <label htmlFor={id} className={styles.choiceTitle}>
          {props.title}
        </label>
        <p id={`${id}-text`} className={styles.choiceText}>
          {props.text}
        </p>
      </div>
    </div>
  );
}

function KeyField({ form, kept, fault, onChange }: { form: Form; kept: string | null; fault: string | undefined; onChange: (patch: Partial<Form>) => void }) {
  if (kept !== null && form.useKeptKey) {
    return (
      <div className={styles.kept}>
        <span>
          Key ending in <code>{kept}</code>
        </span>
        <Button
          size="small"
          onClick={() => {
            onChange({ useKeptKey: false });
          }}
        >
          Enter another key
        </Button>
      </div>
    );
  }
  return (
    <PasswordInput
      label="API key"
      description="From account.foundation.oneatlas.airbus.com/api-keys. It goes into the keychain of this computer and is tested at once."
      autoComplete="off"
      spellCheck={false}
      value={form.apiKey}
      error={fault}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ "aria-label": "Show the key" }}
      onChange={(event) => {
        onChange({ apiKey: event.currentTarget.value });
      }}
    />
  );
}
