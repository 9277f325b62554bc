import { useMutation } from "@tanstack/react-query";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";

import { ipc, type Check } from "../../ipc";
import { Button, Card, ErrorNotice } from "../../shared/ui";
import styles from "./SettingsPage.module.css";
import { TakeRecord } from "./TakeRecord";

/** Tries every part of the connection and says which one fails. */
export function Doctor() {
  const doctor = useMutation({ mutationFn: () => ipc.runDoctor() });
  const failed = doctor.data?.filter((check) => !check.ok).length ?? 0;
  return (
    <Card
      title="Connection doctor"
      aside={
        <Button size="small" busy={doctor.isPending} onClick={() => { doctor.mutate(); }}>
          {doctor.isPending ? "Checking…" : doctor.data === undefined ? "Check now" : "Check again"}
        </Button>
      }
    >
      <div className={styles.stack} aria-live="polite">
        {doctor.data === undefined && doctor.error === null && (
          <p className={styles.note}>Reaches each host, gets a token, reads the contracts and the workspace, and looks whether the keychain and the purchase record answer.</p>
        )}
        {doctor.error !== null && <ErrorNotice error={doctor.error} />}
        {doctor.data !== undefined && (
          <>
            <p className={failed === 0 ? styles.allWell : styles.someFail}>{failed === 0 ? "Everything answers." : failed === 1 ? "1 check failed." : `${String(failed)} checks failed.`}</p>
            <ul className={styles.checks} aria-label="Checks">
              {doctor.data.map((check) => (
                <CheckRow key={check.name} check={check} onTaken={() => { doctor.mutate(); }} />
              ))}
            </ul>
          </>
        )}
      </div>
    </Card>
  );
}

function CheckRow({ check, onTaken }: { check: Check; onTaken: () => void }) {
  const Icon = check.ok ? IconCircleCheck : IconCircleX;
  return (
    <li className={styles.check}>
      <Icon size={18} stroke={1.6} role="img" aria-label={check.ok ? "works" : "fails"} className={check.ok ? styles.good : styles.bad} />
      <span className={styles.checkName}>{check.name}</span>
      <span className={`${styles.checkDetail ?? ""} selectable`}>
        {check.detail}
        {check.mayBeTaken && <TakeRecord onTaken={onTaken} />}
      </span>
    </li>
  );
}
