import { expect, it } from "vitest";

import type { JournalEvent, OrderDetail } from "../../ipc";
import { recordedHash } from "./offerHashes";

it("the hash of a version is the last one that the record has of it", () => {
  const read = (version: number | null, sha256: string, quotationId = "QUO1"): JournalEvent => ({ kind: "documentRead", quotationId, version, byteCount: 1, sha256 });
  const events = [read(1, "a"), read(1, "b"), read(2, "c"), read(1, "d", "QUO2")];
  const timeline = events.map((event, seq) => ({ seq, at: "", event }));
  const detail = { summary: { quotationId: "QUO1" }, timeline } as unknown as OrderDetail;
  expect([1, 2, 3, null].map((version) => recordedHash(detail, version))).toEqual(["b", "c", null, null]);
});
