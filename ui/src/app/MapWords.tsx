import { useEffect, useState } from "react";

import { useArchive, useFacets } from "../features/archive";
import { sceneName, useResults, useScene } from "../features/results";
import type { Area } from "../ipc";
import type { Bounds } from "../map";
import { useMap } from "../map";
import { formatCoordinates, formatCount, formatDistance } from "../shared/format";

/** Areas that are named; of more their number is told. */
const MOST_NAMED = 4;
/** The view is told once the hand has rested for so long: with every step it would drown what else is read out. */
const REST_MS = 900;

type Seen = { bounds: Bounds; kmWide: number };
type Words = { seen: Seen; areas: readonly Area[]; chosenId: string | null; /** Scenes that pass the filter; null before a search. */ scenes: number | null; /** Name of the scene that is chosen. */ sceneChosen: string | null };

/** What a person sees on the map, in two or three sentences. */
export function mapInWords({ seen: { bounds, kmWide }, areas, chosenId, scenes, sceneChosen }: Words): string {
  const [west, south, east, north] = bounds;
  const within = areas.filter(({ report: { bounds: box } }) => {
    const turn = 360 * Math.round(((west + east) / 2 - (box[0] + box[2]) / 2) / 360);
    return box[0] + turn <= east && box[2] + turn >= west && box[1] <= north && box[3] >= south;
  });
  // Those chosen first, as they matter most.
  const named = [...within].sort((a, b) => Number(b.id === chosenId) - Number(a.id === chosenId)).slice(0, MOST_NAMED);
  const names = named.map(({ id, name }) => (id === chosenId ? `${name}, chosen` : name)).join("; ");
  const more = within.length - named.length;
  const seenAreas = within.length === 0 ? "No area is in view." : `In view: ${names}${more > 0 ? `; and ${formatCount(more)} more` : ""}.`;
  const outside = areas.find(({ id }) => id === chosenId && !within.some((one) => one.id === id));
  const elsewhere = outside === undefined ? "" : ` ${outside.name} is chosen and lies outside the view.`;
  const found = scenes === null ? "" : ` ${scenes === 1 ? "One scene passes" : `${formatCount(scenes)} scenes pass`} the filters${sceneChosen === null ? "" : `; ${sceneChosen} is chosen`}.`;
  return `The map is centred on ${formatCoordinates((west + east) / 2, (south + north) / 2)}, ${formatDistance(kmWide)} wide. ${seenAreas}${elsewhere}${found}`;
}

/** The map as text, for those who have it read out. */
export function MapWords({ areas, chosenId, archive }: { areas: readonly Area[]; chosenId: string | null; archive: boolean }) {
  const map = useMap();
  const [seen, setSeen] = useState<Seen | null>(null);
  const matched = useFacets().data?.matched ?? 0;
  const searched = useArchive((state) => state.searched !== null && !state.running);
  const selectedId = useResults((state) => state.selectedId);
  const described = useScene(archive ? selectedId : null).data?.row;
  const sceneChosen = described !== undefined && described.id === selectedId ? sceneName(described) : null;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const [bounds, perPixel, middle] = [map.bounds(), map.kmPerPixel(), map.width()];
        setSeen(bounds === null || perPixel === null ? null : { bounds, kmWide: perPixel * middle });
      }, REST_MS);
    };
    look();
    const stop = map.watchRest(look);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [map]);
  return (
    <p className="visually-hidden" role="status" aria-live="polite" aria-label="The map in words">
      {seen !== null && mapInWords({ seen, areas, chosenId, scenes: archive && searched ? matched : null, sceneChosen })}
    </p>
  );
}
