import type { QueryClient } from "@tanstack/react-query";
import { create } from "zustand";

import { presentError } from "../../errors";
import { ipc, makeChannel, type Delivery, type DownloadProgress } from "../../ipc";
import { keys } from "../../shared/query";
import { useActivities } from "../../shared/session";

type Downloads = {
  /** Progress of the downloads this window follows, by item. */
  progress: Record<string, DownloadProgress>;
  /** Why the last try of an item ended; kept until the next one. */
  errors: Record<string, unknown>;
};

/** Downloads go on while another page is shown, so what is known of them lives outside the page. */
export const useDownloads = create<Downloads>()(() => ({ progress: {}, errors: {} }));

/** Fetches a delivery, from where an earlier try ended; progress shows in the list and in the top bar. */
export async function startDownload(delivery: Delivery, client: QueryClient): Promise<void> {
  const { itemId, fileName, download } = delivery;
  if (itemId in useDownloads.getState().progress) {
    return;
  }
  const begun = download.state === "downloading" ? { received: download.received, total: download.total } : { received: 0, total: null };
  follow(itemId, fileName, begun);
  try {
    await ipc.downloadDelivery(
      itemId,
      makeChannel<DownloadProgress>((progress) => {
        follow(itemId, fileName, progress);
      }),
    );
  } catch (error) {
    if (presentError(error).severity !== "quiet") {
      useDownloads.setState((state) => ({ errors: { ...state.errors, [itemId]: error } }));
    }
  } finally {
    useDownloads.setState((state) => ({ progress: without(state.progress, itemId) }));
    useActivities.getState().finish(activityId(itemId));
    await client.invalidateQueries({ queryKey: keys.deliveries });
  }
}

export async function stopDownload(itemId: string): Promise<void> {
  try {
    await ipc.cancelDownload(itemId);
  } catch (error) {
    useDownloads.setState((state) => ({ errors: { ...state.errors, [itemId]: error } }));
  }
}

function follow(itemId: string, fileName: string, progress: DownloadProgress): void {
  useDownloads.setState((state) => ({ progress: { ...state.progress, [itemId]: progress }, errors: without(state.errors, itemId) }));
  useActivities.getState().report({
    id: activityId(itemId),
    label: `Downloading ${fileName}`,
    share: progress.total === null || progress.total === 0 ? null : progress.received / progress.total,
    cancel: () => void stopDownload(itemId),
  });
}

function activityId(itemId: string): string {
  return `download ${itemId}`;
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([one]) => one !== key));
}
