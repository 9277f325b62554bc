export { ConfirmSpend } from "./ConfirmSpend";
export { isAbove } from "./confirmedAmount";
export { fromRoute, orderPath } from "./routeText";
export { ReviewPage } from "./ReviewPage";
export { SentBody } from "./SentBody";
export { shortHash } from "./printedBody";
