import { IconMoon, IconSearch, IconSun } from "@tabler/icons-react";
import { useComputedColorScheme } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { presentError } from "../errors";
import { ipc } from "../ipc";
import { focusPage } from "../shared/pageFocus";
import { keys, useSettings, useSettingsFault } from "../shared/query";
import { IconButton, KeyCap } from "../shared/ui";
import { ActivityPill } from "./ActivityPill";
import { ContractPicker } from "./ContractPicker";
import { EnvironmentBadge } from "./EnvironmentBadge";
import { Mark } from "./Mark";
import { usePalette } from "./paletteStore";
import styles from "./TopBar.module.css";

/** Always in sight: which world this is, whose money, what is running, and the way to everything. */
export function TopBar() {
  const openPalette = usePalette((state) => state.open);
  return (
    <header className={styles.bar}>
      <button type="button" className={styles.skip} onClick={focusPage}>
        Skip to the page
      </button>
      <span className={styles.mark}>
        <Mark />
      </span>
      <strong className={styles.name}>Swath</strong>
      <EnvironmentBadge />
      <ContractPicker />
      <button type="button" className={styles.find} aria-keyshortcuts="Control+K" onClick={openPalette}>
        <IconSearch size={16} stroke={1.6} aria-hidden />
        <span className="visually-hidden">{"Find: "}</span>
        <span className={styles.findLong}>Place, coordinates, order, command…</span>
        <span className={styles.findShort}>Place, order…</span>
        <KeyCap>Ctrl K</KeyCap>
      </button>
      <div className={styles.right}>
        <ActivityPill />
        <ThemeToggle />
      </div>
    </header>
  );
}

function ThemeToggle() {
  const client = useQueryClient();
  const scheme = useComputedColorScheme("dark");
  const settings = useSettings().data;
  // Saving a theme on top of settings that can't be read would save "no limits" with it.
  const unreadable = useSettingsFault() !== null;
  const next = scheme === "dark" ? "light" : "dark";
  const save = useMutation({
    mutationFn: ipc.writeSettings,
    onSuccess: (written) => {
      client.setQueryData(keys.settings, { settings: written, unreadable: null });
    },
    onError: (error) => {
      const { title, reason, advice } = presentError(error);
      notifications.show({ message: [title, reason, advice].filter((part) => part !== null && part !== "").join(" ") });
    },
  });
  return (
    <IconButton
      label={`Use the ${next} theme`}
      disabled={settings === undefined || unreadable}
      onClick={() => {
        if (settings !== undefined) {
          save.mutate({ ...settings, theme: next });
        }
      }}
    >
      {scheme === "dark" ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
    </IconButton>
  );
}
