import { useMutation, useQueryClient } from "@tanstack/react-query";

import { ipc, type ReadSettings, type Settings } from "../../ipc";
import { keys } from "../../shared/query";

/**
 * Saves one change of the settings at once; changes go one after the other, each on top of the last. While the settings
 * can't be read a change is only kept on the page: saving a theme must not save "no limits" with it.
 */
export function useSettingsEdit() {
  const client = useQueryClient();
  return useMutation({
    scope: { id: "settings" },
    mutationFn: async (patch: Partial<Settings>): Promise<ReadSettings> => {
      const current = client.getQueryData<ReadSettings>(keys.settings) ?? (await ipc.readSettings());
      const settings = { ...current.settings, ...patch };
      return current.unreadable === null ? { settings: await ipc.writeSettings(settings), unreadable: null } : { settings, unreadable: current.unreadable };
    },
    onSuccess: (read) => {
      client.setQueryData<ReadSettings>(keys.settings, read);
    },
  });
}
