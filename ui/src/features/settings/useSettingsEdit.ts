import { useMutation, useQueryClient } from "@tanstack/react-query";

import { ipc, type ReadSettings, type Settings } from "../../ipc";
import { keys } from "../../shared/query";

/** Saves one change of the settings at once; changes go one after the other, each on top of the last. */
export function useSettingsEdit() {
  const client = useQueryClient();
  return useMutation({
    scope: { id: "settings" },
    mutationFn: async (patch: Partial<Settings>) => {
      const current = client.getQueryData<ReadSettings>(keys.settings) ?? (await ipc.readSettings());
      return ipc.writeSettings({ ...current.settings, ...patch });
    },
    onSuccess: (settings) => {
      client.setQueryData<ReadSettings>(keys.settings, { settings, unreadable: null });
    },
  });
}
