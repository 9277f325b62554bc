import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconAlertTriangle } from "@tabler/icons-react";

import { ipc, type ReadSettings, type Settings } from "../../ipc";
import { keys, useSettingsFault } from "../../shared/query";
import { Button, ErrorNotice, Notice } from "../../shared/ui";

/** The settings could not be read: what is shown are the defaults, and only a deliberate press saves them. */
export function UnreadableNotice({ settings }: { settings: Settings }) {
  const fault = useSettingsFault();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => ipc.writeSettings(settings),
    onSuccess: (written) => {
      client.setQueryData<ReadSettings>(keys.settings, { settings: written, unreadable: null });
    },
  });
  if (fault === null) {
    return null;
  }
  return (
    <>
      <Notice
        tone="bad"
        icon={<IconAlertTriangle size={18} stroke={1.6} aria-hidden />}
        title="Your settings can't be read, so Swath doesn't know your limits"
        actions={
          <Button busy={save.isPending} onClick={() => { save.mutate(); }}>
            Save these settings
          </Button>
        }
      >
        Nothing can be ordered until they are saved again. What is shown here are the defaults, without limits: set yours first, then save. ({fault})
      </Notice>
      {save.error !== null && <ErrorNotice error={save.error} />}
    </>
  );
}
