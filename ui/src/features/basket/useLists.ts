import { useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import { keys } from "../../shared/query";

/** Lists of the vendor change with its releases, not within a working day. */
const HOURS = 6 * 3_600_000;

export const useMarkets = (contractId: string) => useQuery({ queryKey: keys.markets(contractId), queryFn: () => ipc.listMarkets(contractId), staleTime: HOURS });

export const useCountries = () => useQuery({ queryKey: keys.countries, queryFn: () => ipc.listCountries(), staleTime: HOURS });
