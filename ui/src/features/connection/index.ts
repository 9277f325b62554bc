export { RemedyNotice } from "./RemedyNotice";
export { ConnectionGate } from "./ConnectionGate";
export { ConnectForm } from "./ConnectForm";
export { isProxyAddress } from "./request";
export { useConnectDialog } from "./connectDialog";
export { useConnectionActions } from "./useConnectionActions";
