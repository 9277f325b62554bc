export { heldReason, useConsents } from "./consents";
export { ConfirmSpend } from "./ConfirmSpend";
export { isAbove, isNextToNothing } from "./confirmedAmount";
export { HeldCards } from "./HeldCard";
export { fromRoute, orderPath } from "./routeText";
export { ReviewPage } from "./ReviewPage";
export { SentBody } from "./SentBody";
export { shortHash } from "./printedBody";
