import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconCheck, IconDownload, IconFileZip, IconFolderOpen, IconX } from "@tabler/icons-react";
import { Link } from "wouter";

import { ipc, type Delivery, type DeliveryState, type DownloadProgress, type RestartReason } from "../../ipc";
import { formatBytes, formatUtcTime } from "../../shared/format";
import { Button, Meter, MiddleEllipsis, StatePill, Turning } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { orderPath } from "../review";
import styles from "./DeliveriesPage.module.css";
import { checkedWords, RESTARTED } from "./deliveryWords";
import { startDownload, stopDownload, useDownloads } from "./downloads";

/** One file: which order it belongs to and how far it has come. */
export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { itemId, fileName, title, published } = delivery;
  const live = useDownloads((state) => state.progress[itemId]);
  const error = useDownloads((state) => state.errors[itemId]);
  const progress = live ?? (delivery.download.state === "downloading" ? delivery.download : null);
  return (
    <li className={styles.row} aria-label={fileName}>
      <IconFileZip size={24} stroke={1.4} aria-hidden className={styles.icon} />
      <div className={styles.what}>
        <div className={styles.title}>{title}</div>
        <div className={styles.detail}>
          <MiddleEllipsis text={fileName} mono tail={14} />
          {published !== null && <span>published {formatUtcTime(published)}</span>}
        </div>
        <OrderOf delivery={delivery} />
      </div>
      <div className={styles.state}>
        <Turning meaning={progress === null ? delivery.download.state : "running"}>
          {progress === null ? <Settled delivery={delivery} /> : <Running itemId={itemId} fileName={fileName} progress={progress} />}
        </Turning>
        <Restarted why={progress === null ? delivery.restarted : (progress.restarted ?? delivery.restarted)} />
      </div>
      {error !== undefined && (
        <div className={styles.error}>
          <RemedyNotice error={error} />
        </div>
      )}
    </li>
  );
}

function OrderOf({ delivery }: { delivery: Delivery }) {
  const { reference, knownOrder, salesOrderId } = delivery;
  if (reference !== null && knownOrder) {
    return (
      <div className={styles.order}>
        Order{" "}
        <Link href={orderPath(reference)} className="mono">
          {reference}
        </Link>
      </div>
    );
  }
  const id = reference ?? salesOrderId;
  return <div className={styles.order}>{id === null ? "Belongs to no order made with Swath" : `Ordered outside Swath as ${id}`}</div>;
}

/** What had arrived before was thrown away, and why. */
function Restarted({ why }: { why: RestartReason | null | undefined }) {
  return why === null || why === undefined ? null : <div className={styles.restarted}>Began anew: {RESTARTED[why]}.</div>;
}

function Running({ itemId, fileName, progress }: { itemId: string; fileName: string; progress: DownloadProgress }) {
  const { received, total } = progress;
  const stop = useMutation({ mutationFn: () => stopDownload(itemId) });
  return (
    <div className={styles.running}>
      <div className={styles.progress}>
        <Meter ratio={total === null || total === 0 ? 0 : received / total} tone="info" label={`Download of ${fileName}`} />
        <span className={styles.detail}>
          {formatBytes(received)}
          {total === null ? "" : ` of ${formatBytes(total)}`}
        </span>
      </div>
      <Button size="small" icon={<IconX size={16} stroke={1.6} aria-hidden />} busy={stop.isPending} onClick={() => { stop.mutate(); }}>
        Stop
      </Button>
    </div>
  );
}

function Settled({ delivery }: { delivery: Delivery }) {
  const client = useQueryClient();
  const { download } = delivery;
  const begin = () => void startDownload(delivery, client);
  switch (download.state) {
    case "done":
      return <Done {...download} />;
    case "failed":
      return (
        <div className={styles.running}>
          <span className={styles.failed}>{download.message}</span>
          <Button icon={<IconDownload size={16} stroke={1.6} aria-hidden />} onClick={begin}>
            Resume
          </Button>
        </div>
      );
    case "available":
    case "downloading":
      return (
        <Button icon={<IconDownload size={16} stroke={1.6} aria-hidden />} onClick={begin}>
          Download
        </Button>
      );
  }
}

function Done({ path, sha256, byteCount, checked }: Omit<Extract<DeliveryState, { state: "done" }>, "state">) {
  const show = useMutation({ mutationFn: () => ipc.showInFolder(path) });
  return (
    <div className={styles.done}>
      <div className={styles.doneLine}>
        <StatePill tone="ok" icon={<IconCheck size={14} stroke={1.8} aria-hidden />}>
          downloaded, {formatBytes(byteCount)}
        </StatePill>
        <Button icon={<IconFolderOpen size={16} stroke={1.6} aria-hidden />} onClick={() => { show.mutate(); }}>
          Show in folder
        </Button>
      </div>
      <div className={styles.detail}>
        <MiddleEllipsis text={path} tail={24} />
      </div>
      <div className={styles.detail}>{checkedWords(checked)}</div>
      <div className={styles.detail}>
        sha-256 <MiddleEllipsis text={sha256} mono tail={8} />
      </div>
      {show.error !== null && <RemedyNotice error={show.error} />}
    </div>
  );
}
