import { useAreas } from "../../shared/query";
import { EmptyState } from "../../shared/ui";
import { useArchive } from "../archive";

/** Where the orbits of SPOT and Pléiades turn, in degrees of latitude: they are inclined by 98.2°. */
const ORBITS_TURN = 82;

/** What is said where the vendor has answered, whole, that there is nothing. */
export function NothingFound() {
  const searched = useArchive((state) => state.searched?.areas);
  const areas = useAreas().data?.filter(({ id }) => searched?.some((area) => area.id === id)) ?? [];
  const [south, north] = [Math.min(...areas.map(({ report }) => report.bounds[1])), Math.max(...areas.map(({ report }) => report.bounds[3]))];
  const beyond = areas.length > 0 && (south > ORBITS_TURN || north < -ORBITS_TURN);
  return (
    <EmptyState title={areas.length > 1 ? "No scene touches these areas" : "No scene touches this area"}>
      {beyond
        ? `The satellites’ orbits turn at ${String(ORBITS_TURN)}° of latitude: little beyond it was ever taken.`
        : "Try older dates, or a place nearby: the archive holds nothing here for these days."}
    </EmptyState>
  );
}
