import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import type { NearPlace } from "../../ipc";
import { keys } from "../../shared/query";

/** The place nearest to each position, once it is known. */
export function usePlacesNear(positions: readonly (readonly [number, number])[]): readonly (NearPlace | null)[] | undefined {
  const places = useQuery({
    queryKey: keys.placesNear(positions),
    queryFn: () => ipc.placesNear(positions.map(([lon, lat]) => [lon, lat])),
    enabled: positions.length > 0,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
  return places.isPlaceholderData ? undefined : places.data;
}
