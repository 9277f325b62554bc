import { IconAlertTriangle } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";

import { ipc, type ReadSettings, type Settings } from "../../ipc";
import { keys, useSettingsFault } from "../query";
import { Button } from "./Button";
import { ErrorNotice, Notice } from "./Notice";
import { Technical } from "./Technical";

/** Why nothing can be ordered, in the place of a button's reason. */
export const SETTINGS_FAULT = "Nothing can be ordered until your settings are saved again.";

/**
 * Says that the settings can't be read, wherever that stops an order; nothing while they can. Where `settings` are shown, which
 * are the defaults then, a deliberate press saves them; elsewhere it leads there.
 */
export function SettingsFault({ settings }: { settings?: Settings }) {
  const fault = useSettingsFault();
  if (fault === null) {
    return null;
  }
  return (
    <Notice
      tone="bad"
      icon={<IconAlertTriangle size={18} stroke={1.6} aria-hidden />}
      title="Your settings can't be read, so Swath doesn't know your limits"
      actions={settings === undefined ? <ToSettings /> : <Save settings={settings} />}
    >
      {sentence(fault.words)} Nothing can be ordered until they are saved again.{settings !== undefined && " What is shown here are the defaults, without limits: set yours first, then save."}
      <Technical>{fault.technical}</Technical>
    </Notice>
  );
}

/** "their file is empty" → "Their file is empty." */
function sentence(words: string): string {
  return `${words.charAt(0).toLocaleUpperCase("en")}${words.slice(1)}.`;
}

function ToSettings() {
  const [, navigate] = useLocation();
  return (
    <Button size="small" onClick={() => { navigate("/settings"); }}>
      Open the settings
    </Button>
  );
}

function Save({ settings }: { settings: Settings }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => ipc.writeSettings(settings),
    onSuccess: (written) => {
      client.setQueryData<ReadSettings>(keys.settings, { settings: written, unreadable: null });
    },
  });
  return (
    <>
      <Button busy={save.isPending} onClick={() => { save.mutate(); }}>
        Save these settings
      </Button>
      {save.error !== null && <ErrorNotice error={save.error} />}
    </>
  );
}
