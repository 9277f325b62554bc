import { Modal } from "@mantine/core";

import { useConnection, useSettings } from "../../shared/query";
import { Button } from "../../shared/ui";
import { ConnectForm } from "./ConnectForm";
import { useConnectDialog } from "./connectDialog";

/** Changes the connection from anywhere in the program. */
export function ConnectDialog() {
  const { opened, close } = useConnectDialog();
  const status = useConnection().data;
  const proxy = useSettings().data?.proxy ?? null;
  if (status === undefined) {
    return null;
  }
  return (
    <Modal opened={opened} onClose={close} title="Connection" size={600} closeButtonProps={{ "aria-label": "Close" }}>
      <ConnectForm
        status={status}
        initial="live"
        proxy={proxy}
        onConnected={close}
        aside={
          <Button tone="quiet" onClick={close}>
            Cancel
          </Button>
        }
      />
    </Modal>
  );
}
