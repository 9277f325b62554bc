// Facts of the back end that more than one feature reads.
import { useQuery } from "@tanstack/react-query";

import { ipc, type ReadSettings } from "../../ipc";
import { keys } from "./keys";

export const useConnection = () => useQuery({ queryKey: keys.connection, queryFn: () => ipc.connectionStatus() });

/** Contracts of the open connection; idle while there is none. */
export function useContracts() {
  const connected = useConnection().data?.state === "connected";
  return useQuery({ queryKey: keys.contracts, queryFn: () => ipc.listContracts(), enabled: connected });
}

export const useAreas = () => useQuery({ queryKey: keys.areas, queryFn: () => ipc.listAreas() });

export const useBasket = () => useQuery({ queryKey: keys.basket, queryFn: () => ipc.readBasket() });

export const useOrders = () => useQuery({ queryKey: keys.orders, queryFn: () => ipc.listOrders() });

/** Orders of the record whose rows can't be read. */
export const useUnreadableOrders = () => useQuery({ queryKey: keys.unreadableOrders, queryFn: () => ipc.listUnreadableOrders() });

/** A round in the background reports no event when nothing but its problems changed. */
const FOLLOW_MS = 60_000;

/** What could not be followed in the last round. */
export const useFollowProblems = () => useQuery({ queryKey: keys.followProblems, queryFn: () => ipc.followProblems(), refetchInterval: FOLLOW_MS });

/** Searches that are kept on this computer, the latest first. */
export const useSearches = () => useQuery({ queryKey: keys.searches, queryFn: () => ipc.listSearches() });

export const useDeliveries = () => useQuery({ queryKey: keys.deliveries, queryFn: () => ipc.listDeliveries() });

const settingsQuery = { queryKey: keys.settings, queryFn: () => ipc.readSettings() };
const settingsOf = (read: ReadSettings) => read.settings;
const faultOf = (read: ReadSettings) => read.unreadable;

export const useSettings = () => useQuery({ ...settingsQuery, select: settingsOf });

/** Why the settings can't be read, in words; null while they can. */
export const useSettingsFault = () => useQuery({ ...settingsQuery, select: faultOf }).data ?? null;
