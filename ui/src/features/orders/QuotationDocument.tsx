import { Tooltip } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { IconDeviceFloppy, IconExternalLink, IconFileTypePdf, IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import { useState } from "react";

import { imageUrl, ipc, type QuotationDocument as Document } from "../../ipc";
import { formatBytes } from "../../shared/format";
import { keys } from "../../shared/query";
import { Button, IconButton, LinkButton, Notice } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { shortHash } from "../review";
import styles from "./QuotationDocument.module.css";

/** Pixels across a page: fit for the pane on a dense screen, and for reading small print. */
const WIDTHS = { fit: 1100, large: 2000 } as const;

/** The vendor's PDF of the present version, shown inside the program; it can be saved and opened outside. */
export function QuotationDocument({ quotationId, version, closed }: { quotationId: string; version: number | null; closed: boolean }) {
  const [open, setOpen] = useState(!closed);
  const document = useQuery({ queryKey: keys.quotation(quotationId, version), queryFn: () => ipc.exportQuotation(quotationId), enabled: open, staleTime: Infinity });
  if (!open) {
    return (
      <div>
        <Button icon={<IconFileTypePdf size={18} stroke={1.6} aria-hidden />} onClick={() => { setOpen(true); }}>
          Show quotation {quotationId}
        </Button>
      </div>
    );
  }
  if (document.isError) {
    return <RemedyNotice error={document.error} onRetry={() => void document.refetch()} />;
  }
  return <Pages quotationId={quotationId} document={document.data} />;
}

function Pages({ quotationId, document }: { quotationId: string; document: Document | undefined }) {
  const [large, setLarge] = useState(false);
  const save = useMutation({ mutationFn: () => ipc.saveQuotation(quotationId) });
  const view = useMutation({ mutationFn: () => ipc.openQuotation(quotationId) });
  const error = save.error ?? view.error;
  return (
    <section className={styles.document} aria-label={`Quotation ${quotationId}`}>
      <header className={styles.bar}>
        <IconFileTypePdf size={18} stroke={1.6} aria-hidden />
        <span>{quotationId}.pdf</span>
        {document !== undefined && (
          <>
            <span className={styles.quiet}>{document.pages.length === 1 ? "1 page" : `${String(document.pages.length)} pages`}</span>
            <span className={styles.quiet}>{formatBytes(document.byteCount)}</span>
            <Tooltip label={`sha-256 ${document.sha256}`}>
              <code className={styles.hash}>{shortHash(document.sha256)}</code>
            </Tooltip>
          </>
        )}
        <span className={styles.tools}>
          <IconButton label={large ? "Fit the pages" : "Enlarge the pages"} size="small" aria-pressed={large} onClick={() => { setLarge(!large); }}>
            {large ? <IconZoomOut size={18} stroke={1.6} aria-hidden /> : <IconZoomIn size={18} stroke={1.6} aria-hidden />}
          </IconButton>
          <IconButton label="Save the PDF" size="small" disabled={save.isPending} onClick={() => { save.mutate(); }}>
            <IconDeviceFloppy size={18} stroke={1.6} aria-hidden />
          </IconButton>
          <IconButton label="Open outside Swath" size="small" disabled={view.isPending} onClick={() => { view.mutate(); }}>
            <IconExternalLink size={18} stroke={1.6} aria-hidden />
          </IconButton>
        </span>
      </header>
      {error !== null && <RemedyNotice error={error} />}
      {typeof save.data === "string" && <Saved path={save.data} />}
      {/* A scrolling region has to be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.pages} tabIndex={0} role="region" aria-label="Pages of the quotation">
        {document === undefined ? (
          <div className={styles.loading} role="status" aria-label="Loading the quotation" />
        ) : (
          document.pages.map((page, index) => (
            <Page
              // Another version has other pages under the same address.
              key={`${document.sha256} ${String(index)}`}
              address={imageUrl(`quotation/${encodeURIComponent(quotationId)}/page/${String(index + 1)}.png?width=${String(large ? WIDTHS.large : WIDTHS.fit)}&of=${document.sha256.slice(0, 16)}`)}
              name={`Page ${String(index + 1)} of quotation ${quotationId}`}
              ratio={page.height > 0 ? page.width / page.height : 0.707}
              large={large}
            />
          ))
        )}
      </div>
    </section>
  );
}

function Page({ address, name, ratio, large }: { address: string; name: string; ratio: number; large: boolean }) {
  const [failed, setFailed] = useState(false);
  if (failed) {
    return <Notice tone="warn" title={`${name} can't be shown`}>Open it outside Swath or save it.</Notice>;
  }
  return (
    <img
      className={large ? styles.pageLarge : styles.page}
      style={{ aspectRatio: String(ratio) }}
      src={address}
      alt={name}
      onError={() => {
        setFailed(true);
      }}
    />
  );
}

function Saved({ path }: { path: string }) {
  const show = useMutation({ mutationFn: () => ipc.showInFolder(path) });
  return (
    <>
      <p className={styles.saved} role="status">
        Saved to <span className="selectable">{path}</span>. <LinkButton onClick={() => { show.mutate(); }}>Show in folder</LinkButton>
      </p>
      {show.error !== null && <RemedyNotice error={show.error} />}
    </>
  );
}
