export { DeliveriesPage } from "./DeliveriesPage";
export { useDownloads } from "./downloads";
