import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";

import { theme } from "../shared/theme/mantineTheme";

/** Renders a part of the UI with everything it expects around it, and no network or shell. */
export function renderApp(ui: ReactNode, path = "/") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const { hook, navigate } = memoryLocation({ path });
  const view = render(
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} withCssVariables={false} withGlobalClasses={false} env="test">
        <Router hook={hook}>{ui}</Router>
      </MantineProvider>
    </QueryClientProvider>,
  );
  return { ...view, client, navigate };
}
