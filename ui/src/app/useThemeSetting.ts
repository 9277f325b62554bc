import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";

import type { Theme } from "../ipc";
import { useSettings } from "../shared/query";

const SCHEMES: Record<Theme, "auto" | "light" | "dark"> = { system: "auto", light: "light", dark: "dark" };

/** Draws the window in the theme of the settings. */
export function useThemeSetting(): void {
  const theme = useSettings().data?.theme;
  // Pausing transitions would take a style element, which the content policy forbids.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  useEffect(() => {
    if (theme !== undefined) {
      setColorScheme(SCHEMES[theme]);
    }
  }, [theme, setColorScheme]);
}
