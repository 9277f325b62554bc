import { IconAlertTriangle } from "@tabler/icons-react";
import { useLocation } from "wouter";

import { useSettingsFault } from "../query";
import { Button } from "./Button";
import { Notice } from "./Notice";

/** Why nothing can be ordered, in the place of a button's reason. */
export const SETTINGS_FAULT = "Nothing can be ordered until your settings are saved again.";

/** Says that the settings can't be read, wherever that stops an order; nothing while they can. */
export function SettingsFault() {
  const fault = useSettingsFault();
  const [, navigate] = useLocation();
  if (fault === null) {
    return null;
  }
  return (
    <Notice
      tone="bad"
      icon={<IconAlertTriangle size={18} stroke={1.6} aria-hidden />}
      title="Your settings can't be read, so Swath doesn't know your limits"
      actions={
        <Button size="small" onClick={() => { navigate("/settings"); }}>
          Open the settings
        </Button>
      }
    >
      Nothing can be ordered until they are saved again.
    </Notice>
  );
}
