import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { Router } from "wouter";
import { useHashLocation } from "wouter/use-hash-location";

import { ConnectionGate } from "../features/connection";
import { theme } from "../shared/theme";
import { ignoreSecondPresses } from "../shared/ui";
import { ClosingOverlay } from "./ClosingOverlay";
import { useInvalidation } from "./invalidation";
import { queryClient } from "./queryClient";
import { Shell } from "./Shell";
import { useThemeSetting } from "./useThemeSetting";

/** The program: its providers, and inside them the window. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        <Router hook={useHashLocation}>
          <Notifications position="bottom-right" limit={6} />
          <Window />
        </Router>
      </MantineProvider>
    </QueryClientProvider>
  );
}

function Window() {
  useInvalidation();
  useThemeSetting();
  useEffect(() => ignoreSecondPresses(document), []);
  return (
    <>
      <ConnectionGate>
        <Shell />
      </ConnectionGate>
      <ClosingOverlay />
    </>
  );
}
