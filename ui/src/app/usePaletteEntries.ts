import { IconBookmark, IconMapPin, IconReceipt } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";

import { ipc } from "../ipc";
import { formatCount } from "../shared/format";
import { keys, useAreas, useOrders, useSearches } from "../shared/query";
import { useSelection } from "../shared/session";
import { PLACES } from "./places";
import { usePaletteTarget } from "./paletteTarget";

export type Entry = { id: string; group: string; label: string; detail: string; icon: typeof IconMapPin; run: () => void };

const MOST_PER_GROUP = 6;

/** What the palette offers for a text: pages, places, areas, saved searches, orders. */
export function usePaletteEntries(text: string): Entry[] {
  const [, navigate] = useLocation();
  const wanted = text.trim().toLowerCase();
  const places = useQuery({ queryKey: keys.places(text.trim()), queryFn: () => ipc.findPlaces(text.trim()), enabled: wanted.length > 1 });
  const areas = useAreas().data ?? [];
  const searches = useSearches().data ?? [];
  const orders = useOrders().data ?? [];
  const target = usePaletteTarget((state) => state.show);
  const hits = (...words: string[]) => wanted === "" || words.some((word) => word.toLowerCase().includes(wanted));
  const top = (entries: Entry[]) => entries.slice(0, MOST_PER_GROUP);

  return [
    ...top(
      PLACES.filter((place) => hits(place.name)).map((place) => ({
        id: place.path,
        group: "Go to",
        label: place.name,
        detail: "",
        icon: place.icon,
        run: () => {
          navigate(place.path);
        },
      })),
    ),
    ...top(
      areas
        .filter((area) => wanted !== "" && hits(area.name))
        .map((area) => ({
          id: `area-${area.id}`,
          group: "Areas",
          label: area.name,
          detail: "",
          icon: PLACES[0].icon,
          run: () => {
            useSelection.getState().selectArea(area.id);
            navigate("/area");
            target({ kind: "bounds", bounds: area.report.bounds });
          },
        })),
    ),
    ...top(
      searches.flatMap(({ id, name, received }) =>
        name === null || wanted === "" || !hits(name)
          ? []
          : [
              {
                id: `search-${id}`,
                group: "Saved searches",
                label: name,
                detail: `${formatCount(received)} scenes`,
                icon: IconBookmark,
                run: () => {
                  navigate("/archive");
                  target({ kind: "search", id });
                },
              },
            ],
      ),
    ),
    ...top(
      orders
        .filter((order) => wanted !== "" && hits(order.reference, order.what))
        .map((order) => ({
          id: `order-${order.reference}`,
          group: "Orders",
          label: order.reference,
          detail: order.what,
          icon: IconReceipt,
          run: () => {
            navigate(`/orders/${encodeURIComponent(order.reference)}`);
          },
        })),
    ),
    ...top(
      (wanted.length > 1 ? (places.data ?? []) : []).map((place, index) => ({
        id: `place-${String(index)}`,
        group: "Places",
        label: place.name,
        detail: place.country,
        icon: IconMapPin,
        run: () => {
          navigate("/area");
          target({ kind: "point", lon: place.lon, lat: place.lat });
        },
      })),
    ),
  ];
}
