import { create } from "zustand";

type ConnectDialogState = { opened: boolean; open: () => void; close: () => void };

/** Whether the dialog that changes the connection is open; any screen may open it. */
export const useConnectDialog = create<ConnectDialogState>()((set) => ({
  opened: false,
  open: () => {
    set({ opened: true });
  },
  close: () => {
    set({ opened: false });
  },
}));
