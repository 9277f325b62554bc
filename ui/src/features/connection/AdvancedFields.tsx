import { Checkbox, TextInput } from "@mantine/core";

import styles from "./ConnectForm.module.css";
import { HOST_NAMES, type ConnectForm, type FormFaults } from "./request";

type AdvancedFieldsProps = { form: ConnectForm; faults: FormFaults; onChange: (patch: Partial<ConnectForm>) => void };

/** Proxy and other hosts: out of the way, and open by itself when one of its fields has a fault. */
export function AdvancedFields({ form, faults, onChange }: AdvancedFieldsProps) {
  const faulty = Object.keys(faults).some((field) => field !== "apiKey");
  return (
    <details className={styles.advanced} open={faulty || undefined}>
      <summary className={styles.summary}>Advanced</summary>
      <div className={styles.advancedBody}>
        <TextInput
          label="Proxy"
          placeholder="http://proxy.example.com:3128"
          description="Empty: the one of Swath’s settings, or of this computer’s."
          spellCheck={false}
          value={form.proxy}
          error={faults.proxy}
          onChange={(event) => {
            onChange({ proxy: event.currentTarget.value });
          }}
        />
        <Checkbox
          label="Use other hosts than the vendor's public ones"
          checked={form.ownHosts}
          onChange={(event) => {
            onChange({ ownHosts: event.currentTarget.checked });
          }}
        />
        {form.ownHosts &&
          HOST_NAMES.map(({ key, label }) => (
            <TextInput
              key={key}
              label={label}
              spellCheck={false}
              value={form.hosts[key]}
              error={faults[key]}
              onChange={(event) => {
                onChange({ hosts: { ...form.hosts, [key]: event.currentTarget.value } });
              }}
            />
          ))}
      </div>
    </details>
  );
}
