import type { ReactNode } from "react";
import { useLocation } from "wouter";

import { presentError } from "../../errors";
import { Button, ErrorNotice } from "../../shared/ui";
import { useConnectDialog } from "./connectDialog";

/** An error of a call to the vendor, with the way to the connection or the settings where that is what helps. */
export function RemedyNotice({ error, onRetry, actions }: { error: unknown; onRetry?: () => void; actions?: ReactNode }) {
  const openConnection = useConnectDialog((state) => state.open);
  const [, navigate] = useLocation();
  const { remedy } = presentError(error);
  const offered =
    remedy === "connect" ? (
      <Button size="small" onClick={openConnection}>
        Change the connection
      </Button>
    ) : remedy === "settings" ? (
      <Button size="small" onClick={() => { navigate("/settings"); }}>
        Open the settings
      </Button>
    ) : null;
  return (
    <ErrorNotice
      error={error}
      {...(onRetry === undefined ? {} : { onRetry })}
      actions={
        offered === null && actions === undefined ? undefined : (
          <>
            {offered}
            {actions}
          </>
        )
      }
    />
  );
}
