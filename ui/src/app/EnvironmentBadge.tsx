import { Popover } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { ipc } from "../ipc";
import { formatUtcTime } from "../shared/format";
import { keys, useConnection } from "../shared/query";
import { useReach } from "../shared/session";
import { Button, ErrorNotice } from "../shared/ui";
import styles from "./TopBar.module.css";

const STEPS = [
  { label: "1 hour", hours: 1 },
  { label: "3 hours", hours: 3 },
  { label: "1 day", hours: 24 },
];

/** Says unmistakably whether orders are play or money. In the sandbox it also holds its clock. */
export function EnvironmentBadge() {
  const connection = useConnection().data;
  const [open, setOpen] = useState(false);
  const lost = useReach((state) => state.lostAt !== null);
  if (connection === undefined) {
    return null;
  }
  const sandbox = connection.environment === "sandbox";
  const quiet = lost || connection.state === "offline";
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={300} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={styles.badge}
          data-live={!sandbox}
          aria-expanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          {sandbox ? "SANDBOX" : "LIVE"}
          {quiet && " · no answer"}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        {sandbox ? (
          <SandboxClock time={connection.sandboxTime} />
        ) : (
          <div className={styles.badgeMenu}>
            <strong>This is the real account</strong>
            <p>Orders placed here are final and spend the contract’s credit.</p>
            {connection.orderHost !== null && <p className="mono">{connection.orderHost}</p>}
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function SandboxClock({ time }: { time: string | null }) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function advance(hours: number) {
    setBusy(true);
    setProblem(null);
    try {
      client.setQueryData(keys.connection, await ipc.advanceSandboxClock(hours));
      await Promise.all([keys.orders, keys.deliveries].map((queryKey) => client.invalidateQueries({ queryKey })));
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className={styles.badgeMenu}>
      <strong>A OneAtlas of your own, on this computer</strong>
      <p>Nothing costs anything. Orders move on with the sandbox’s clock.</p>
      {time !== null && <p className={styles.clock}>{formatUtcTime(time)}</p>}
      <div className={styles.steps} role="group" aria-label="Advance the clock">
        {STEPS.map(({ label, hours }) => (
          <Button key={hours} size="small" busy={busy} aria-label={`Advance the clock by ${label}`} onClick={() => void advance(hours)}>
            + {label}
          </Button>
        ))}
      </div>
      {problem !== null && <ErrorNotice error={problem} />}
    </div>
  );
}
