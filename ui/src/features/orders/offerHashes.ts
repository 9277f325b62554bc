//! The SHA-256 of the documents that belong to the offers shown beside each other.
import { useQuery } from "@tanstack/react-query";

import { ipc, type Offer, type OrderDetail } from "../../ipc";
import { keys } from "../../shared/query";

export type OfferHashes = { was: string | null; now: string | null; asking: boolean };

/** The hash under which the record has the document of a version; null where nobody has read it. */
export function recordedHash({ summary, timeline }: OrderDetail, version: number | null): string | null {
  const read = timeline.findLast(({ event }) => event.kind === "documentRead" && event.quotationId === summary.quotationId && event.version === version);
  return read?.event.kind === "documentRead" ? read.event.sha256 : null;
}

/** The document of the present version is fetched, so that what is accepted has been kept; one from before is only looked up. */
export function useOfferHashes(detail: OrderDetail, was: Offer | null, now: Offer): OfferHashes {
  const { quotationId } = detail.summary;
  const present = useQuery({
    queryKey: keys.quotation(quotationId ?? "", now.version),
    queryFn: () => ipc.exportQuotation(quotationId ?? ""),
    enabled: quotationId !== null,
    staleTime: Infinity,
    retry: false,
  });
  return { was: was === null ? null : recordedHash(detail, was.version), now: present.data?.sha256 ?? null, asking: present.isFetching };
}
