import { useLocation } from "wouter";

import { useSettingsFault } from "../query";
import { Button } from "./Button";
import { Notice } from "./Notice";

/** Why nothing can be ordered, in the place of a button's reason. */
export const SETTINGS_FAULT = "Your settings can't be read, so Swath doesn't know your limits. Nothing can be ordered until they are saved again.";

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
      title="Your settings can't be read"
      actions={
        <Button size="small" onClick={() => { navigate("/settings"); }}>
          Open the settings
        </Button>
      }
    >
      So Swath doesn&apos;t know your limits. Nothing can be ordered until they are saved again.
    </Notice>
  );
}
