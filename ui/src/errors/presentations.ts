//! One line a code: how grave it is, what to call it, and what helps. Complete by type, so a new code of the border
//! doesn't compile before it has words.
import type { ErrorCode } from "../ipc";

/** `fault`: something is broken or refused. `warning`: it waits for the user. `quiet`: not an error to the user. */
export type Severity = "fault" | "warning" | "quiet";

/** What a screen may offer beside the words; it decides whether it can. */
export type Remedy = "retry" | "connect" | "priceAgain" | "orders" | "settings";

export interface Presentation {
  severity: Severity;
  /** The state, in a short sentence without a final stop. */
  title: string;
  /** What to do, when the back end gave no hint of its own. */
  advice: string;
  remedy: Remedy | null;
  /** Whether this answer alone proves that no money call reached the vendor. */
  nothingWasSent: boolean;
}

export const presentations: Record<ErrorCode, Presentation> = {
  invalidInput: {
    severity: "warning",
    title: "That can't be used as it is",
    advice: "Correct the field named here and go on.",
    remedy: null,
    nothingWasSent: true,
  },
  invalidArea: {
    severity: "warning",
    title: "This area can't be used yet",
    advice: "Open the area: every fault is marked there with its mend.",
    remedy: null,
    nothingWasSent: true,
  },
  notConnected: {
    severity: "warning",
    title: "You are not connected",
    advice: "Connect to the sandbox or to your account, then try again.",
    remedy: "connect",
    nothingWasSent: true,
  },
  keyRefused: {
    severity: "fault",
    title: "The key was refused",
    advice: "It may have been deleted or have ended. Make a new one in your vendor account and enter it.",
    remedy: "connect",
    nothingWasSent: true,
  },
  forbidden: {
    severity: "fault",
    title: "This key may not do that",
    advice: "Ask whoever administers your vendor account for the right, or use another key.",
    remedy: "connect",
    nothingWasSent: false,
  },
  unreachable: {
    severity: "warning",
    title: "The vendor can't be reached",
    advice: "Check your network and proxy, then try again. The connection doctor in the settings says which host fails.",
    remedy: "retry",
    nothingWasSent: false,
  },
  rateLimited: {
    severity: "warning",
    title: "The vendor asks to go slower",
    advice: "Wait a minute, then try again.",
    remedy: "retry",
    nothingWasSent: false,
  },
  vendorRefused: {
    severity: "fault",
    title: "The vendor refused this",
    advice: "Their words say what to change.",
    remedy: null,
    nothingWasSent: false,
  },
  vendorFault: {
    severity: "fault",
    title: "The vendor's service has a fault",
    advice: "It is on their side. Try again in a few minutes.",
    remedy: "retry",
    nothingWasSent: false,
  },
  untrustedLink: {
    severity: "fault",
    title: "The link leads to a host that Swath doesn't know",
    advice: "Nothing was asked there. Fetch the file in the vendor's own portal, and report the host.",
    remedy: null,
    nothingWasSent: false,
  },
  notFound: {
    severity: "warning",
    title: "That was not found",
    advice: "It may have been removed, or belong to another connection. Look at the list again.",
    remedy: null,
    nothingWasSent: false,
  },
  listIncomplete: {
    severity: "warning",
    title: "The vendor's list can't be read whole",
    advice: "A part of it would pass for all. Try again in a minute, or look for one reference.",
    remedy: "retry",
    nothingWasSent: false,
  },
  priceStale: {
    severity: "warning",
    title: "Nothing was sent: the price is no longer good",
    advice: "Price the basket again and look at the new amount before you confirm.",
    remedy: "priceAgain",
    nothingWasSent: true,
  },
  creditTooSmall: {
    severity: "warning",
    title: "Nothing was sent: the credit is too small",
    advice: "Take something out of the basket, or have the contract's credit raised.",
    remedy: null,
    nothingWasSent: true,
  },
  overLimit: {
    severity: "warning",
    title: "Above your own limit",
    advice: "Take scenes out, or change the limit in the settings.",
    remedy: "settings",
    nothingWasSent: true,
  },
  confirmationMismatch: {
    severity: "warning",
    title: "Nothing was sent: the amounts differ",
    advice: "Type the amount exactly as it stands in the total.",
    remedy: null,
    nothingWasSent: true,
  },
  outcomeUnknown: {
    severity: "warning",
    title: "Sent, but the answer never came back",
    advice: "Don't send it again. Its page in Orders says what is known and when Swath looks next.",
    remedy: "orders",
    nothingWasSent: false,
  },
  ledger: {
    severity: "fault",
    title: "The purchase record can't be written or read",
    advice: "Swath sends nothing it can't record. Check that the data folder exists and has room, restart Swath, and look at Orders before you send again.",
    remedy: "settings",
    // The record can also fail after the answer came; only the page of the order knows which.
    nothingWasSent: false,
  },
  keychain: {
    severity: "warning",
    title: "The keychain of this computer didn't answer",
    advice: "Unlock it and try again, or enter the key for this run only.",
    remedy: "connect",
    nothingWasSent: true,
  },
  file: {
    severity: "fault",
    title: "The file can't be read or written",
    advice: "Check that the folder exists, that you may write there and that there is room.",
    remedy: null,
    nothingWasSent: false,
  },
  cancelled: {
    severity: "quiet",
    title: "Cancelled",
    advice: "",
    remedy: null,
    nothingWasSent: false,
  },
  underWay: {
    severity: "warning",
    title: "Nothing was sent: the same is being ordered",
    advice: "Wait for its answer. Its page in Orders says how far it is.",
    remedy: "orders",
    nothingWasSent: true,
  },
  alreadyHeld: {
    severity: "warning",
    title: "Nothing was sent: your record holds this already",
    advice: "Look at what you have. To buy it again, say so for each entry.",
    remedy: null,
    nothingWasSent: true,
  },
  offerChanged: {
    severity: "warning",
    title: "Nothing was accepted: the vendor changed its offer",
    advice: "Compare both versions, then decide again.",
    remedy: null,
    nothingWasSent: true,
  },
  choosePayer: {
    severity: "warning",
    title: "Several contracts sell this",
    advice: "Choose the contract that pays.",
    remedy: null,
    nothingWasSent: true,
  },
  settingsUnreadable: {
    severity: "fault",
    title: "Nothing was sent: your settings can't be read",
    advice: "Swath doesn't know your limits. Save the settings again before you order.",
    remedy: "settings",
    nothingWasSent: true,
  },
  currencyMismatch: {
    severity: "fault",
    title: "Nothing was sent: the currencies differ",
    advice: "The price is not in the currency of the contract. Ask the vendor before you order.",
    remedy: null,
    nothingWasSent: true,
  },
  recordBroken: {
    severity: "fault",
    title: "Nothing was sent: the purchase record does not verify",
    advice: "Something in it was changed or cut off. The doctor in the settings names the entry; don't order before it is cleared up.",
    remedy: "settings",
    nothingWasSent: true,
  },
  internal: {
    severity: "fault",
    title: "Swath has a fault of its own",
    advice: "What was recorded is safe. Restart Swath; if it comes back, report it with the words here.",
    remedy: null,
    nothingWasSent: false,
  },
};
