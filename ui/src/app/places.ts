import { IconBasket, IconBox, IconPolygon, IconReceipt, IconSatellite, IconSettings } from "@tabler/icons-react";

/** The pages of the rail, from top to bottom. */
export const PLACES = [
  { path: "/area", name: "Area", icon: IconPolygon },
  { path: "/archive", name: "Archive", icon: IconSatellite },
  { path: "/basket", name: "Basket", icon: IconBasket },
  { path: "/orders", name: "Orders", icon: IconReceipt },
  { path: "/deliveries", name: "Deliveries", icon: IconBox },
  { path: "/settings", name: "Settings", icon: IconSettings },
] as const;

export type PlacePath = (typeof PLACES)[number]["path"];

/** The page of the rail a route belongs to; a review is part of the basket. */
export function placeOf(location: string): PlacePath {
  if (location.startsWith("/review")) {
    return "/basket";
  }
  return PLACES.find((place) => location === place.path || location.startsWith(`${place.path}/`))?.path ?? "/area";
}
