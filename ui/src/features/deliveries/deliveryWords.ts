//! Why a download began anew, and how its file is known to be whole, in words.
import type { RestartReason, Wholeness } from "../../ipc";

export const RESTARTED: Record<RestartReason, string> = {
  changed: "the vendor has another version of the file there by now",
  notContinued: "the vendor sends this file from its beginning only",
  unclear: "the vendor's answer did not say which part of which file it was",
  moved: "the file comes from another host than before",
  notRecognised: "nothing told whether the part that was here belongs to this file",
  partLost: "the part that was here is gone from the disk, or was changed there",
};

const WHOLE: Record<Wholeness, string> = {
  counted: "Whole: it has the size the vendor told",
  archive: "Whole: an archive with its directory at the end, as it should be",
  ended: "The vendor told no size; the transfer ended as it should",
};

/** How a finished file was checked. What an earlier Swath fetched was not. */
export function checkedWords(checked: Wholeness | null | undefined): string {
  return checked === null || checked === undefined ? "Not checked: it was fetched by an earlier version of Swath" : WHOLE[checked];
}
