import { Autocomplete } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconMapPin } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ipc } from "../../ipc";
import { useMap } from "../../map";
import { keys } from "../../shared/query";

const PLACE_ZOOM = 9.5;

/** Goes to a place by its name, or to coordinates as they are typed. */
export function PlaceSearch({ label = "Place or coordinates" }: { label?: string }) {
  const map = useMap();
  const [text, setText] = useState("");
  // The list is there while one types; once a place is reached it would only lie over the panel.
  const [open, setOpen] = useState(false);
  const [asked] = useDebouncedValue(text.trim(), 120);
  const places = useQuery({ queryKey: keys.places(asked), queryFn: () => ipc.findPlaces(asked), enabled: asked.length > 1 });
  const byName = new Map((places.data ?? []).map((place) => [place.country === "" ? place.name : `${place.name}, ${place.country}`, place]));

  function go(name: string | undefined) {
    setOpen(false);
    const place = name === undefined ? undefined : byName.get(name);
    if (place !== undefined) {
      map.jumpTo(place.lon, place.lat, PLACE_ZOOM);
    }
  }

  return (
    <Autocomplete
      aria-label={label}
      placeholder={`${label}…`}
      leftSection={<IconMapPin size={16} stroke={1.6} />}
      value={text}
      onChange={(next) => {
        setText(next);
        setOpen(!byName.has(next));
      }}
      dropdownOpened={open && byName.size > 0}
      onDropdownClose={() => {
        setOpen(false);
      }}
      onBlur={() => {
        setOpen(false);
      }}
      data={[...byName.keys()]}
      filter={({ options }) => options}
      onOptionSubmit={go}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          go(byName.has(text) ? text : [...byName.keys()][0]);
        }
      }}
    />
  );
}
