import { Popover } from "@mantine/core";
import { IconLoader2 } from "@tabler/icons-react";
import { useState } from "react";

import { useActivities } from "../shared/session";
import { Button, Meter } from "../shared/ui";
import styles from "./TopBar.module.css";

/** What is running, with its progress and the way to stop it; nothing while nothing runs. */
export function ActivityPill() {
  const running = useActivities((state) => state.running);
  const [open, setOpen] = useState(false);
  const latest = running.at(-1);
  if (latest === undefined) {
    return null;
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={300}>
      <Popover.Target>
        <button
          type="button"
          className={styles.activity}
          aria-expanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          <IconLoader2 size={15} stroke={2} className={styles.spin} aria-hidden />
          <span>{latest.label}</span>
          {running.length > 1 && <span>+{running.length - 1}</span>}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <ul className={styles.activities} aria-label="Running">
          {running.map((activity) => (
            <li key={activity.id}>
              <div>
                <span>{activity.label}</span>
                {activity.cancel !== undefined && (
                  <Button size="small" tone="quiet" onClick={activity.cancel}>
                    Cancel
                  </Button>
                )}
              </div>
              <Meter ratio={activity.share ?? 0} tone="info" label={activity.label} />
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
