import { IconBookmark, IconBox, IconCommand, IconCreditCard, IconMapPin, IconPhoto, IconReceipt } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";

import { scenesInWords, useArchive } from "../features/archive";
import { useResults } from "../features/results";
import { ipc } from "../ipc";
import { formatUtcDate } from "../shared/format";
import { keys, useAreas, useContracts, useDeliveries, useOrders, useSearches } from "../shared/query";
import { useSelection } from "../shared/session";
import { COMMANDS, perform } from "./paletteCommands";
import { PLACES } from "./places";
import { usePaletteTarget } from "./paletteTarget";

/** `keys` is what does the same from the keyboard. */
export type Entry = { id: string; group: string; label: string; detail: string; icon: typeof IconMapPin; keys?: string; run: () => void };

const COMMANDS_GROUP = "Commands";
const MOST_PER_GROUP = 6;
/** What the palette offers for a text: pages, commands, and everything that has a name or a number. `asked` is the text of a moment ago,
 * for what is asked of the back end: an answer to another text is not offered for this one. */
export function usePaletteEntries(text: string, asked: string): Entry[] {
  const [, navigate] = useLocation();
  const wanted = text.trim().toLowerCase();
  const question = asked.trim();
  const places = useQuery({ queryKey: keys.places(question), queryFn: () => ipc.findPlaces(question), enabled: question.length > 1 });
  const searched = useArchive((state) => state.searched !== null);
  const scenes = useQuery({
    queryKey: keys.scenesNamed(question),
    queryFn: () => ipc.findScenes(question, MOST_PER_GROUP),
    enabled: searched && question.length > 2,
  });
  const answered = question === text.trim();
  const areas = useAreas().data ?? [];
  const searches = useSearches().data ?? [];
  const orders = useOrders().data ?? [];
  const deliveries = useDeliveries().data ?? [];
  const contracts = useContracts().data?.filter((one) => one.sellsArchive !== false) ?? [];
  const target = usePaletteTarget((state) => state.show);
  /** Every word of the text is in one of the names, in any order. */
  const hits = (...names: (string | null)[]) => {
    const all = names.join(" ").toLowerCase();
    return wanted.split(/\s+/).every((word) => all.includes(word));
  };
  /** What of several numbers is the one that was typed. */
  const numberOf = (...numbers: (string | null)[]) => numbers.find((number) => number?.toLowerCase().includes(wanted) === true) ?? null;
  const group = (name: string, icon: Entry["icon"], entries: (Omit<Entry, "group" | "icon"> & { icon?: Entry["icon"] })[]): Entry[] =>
    entries.slice(0, name === COMMANDS_GROUP ? COMMANDS.length : MOST_PER_GROUP).map((entry) => ({ icon, ...entry, group: name }));
  const named = <T>(things: readonly T[], names: (thing: T) => (string | null)[]) => (wanted === "" ? [] : things.filter((thing) => hits(...names(thing))));

  return [
    ...group("Go to", IconMapPin, PLACES.filter((place) => hits(place.name)).map((place) => ({ id: place.path, label: place.name, detail: "", icon: place.icon, run: () => { navigate(place.path); } }))),
    ...group(
      COMMANDS_GROUP,
      IconCommand,
      COMMANDS.filter((command) => wanted === "" || hits(command.label) || command.keys?.toLowerCase() === wanted).map((command) => ({
        id: `command-${command.label}`,
        label: command.label,
        detail: "",
        ...(command.keys === undefined ? {} : { keys: command.keys }),
        run: () => {
          if (command.page !== undefined) {
            navigate(command.page);
          }
          perform(command);
        },
      })),
    ),
    ...group(
      "Areas",
      PLACES[0].icon,
      named(areas, (area) => [area.name]).map((area) => ({
        id: `area-${area.id}`,
        label: area.name,
        detail: "",
        run: () => {
          useSelection.getState().selectArea(area.id);
          navigate("/area");
          target({ kind: "bounds", bounds: area.report.bounds });
        },
      })),
    ),
    ...group(
      "Saved searches",
      IconBookmark,
      named(searches.filter(({ name }) => name !== null), ({ name }) => [name]).map(({ id, name, ...search }) => ({
        id: `search-${id}`,
        label: name ?? "",
        detail: scenesInWords(search),
        run: () => {
          navigate("/archive");
          target({ kind: "search", id });
        },
      })),
    ),
    ...group(
      "Orders",
      IconReceipt,
      named(orders, (order) => [order.reference, order.quotationId, order.salesOrderId, order.what]).map(({ reference, quotationId, salesOrderId, what }) => ({
        id: `order-${reference}`,
        label: reference,
        detail: [numberOf(quotationId, salesOrderId), what].filter((part) => part !== null).join(" · "),
        run: () => {
          navigate(`/orders/${encodeURIComponent(reference)}`);
        },
      })),
    ),
    ...group(
      "Deliveries",
      IconBox,
      named(deliveries, (delivery) => [delivery.title, delivery.fileName, delivery.reference, delivery.salesOrderId]).map(({ itemId, fileName, title }) => ({
        id: `delivery-${itemId}`,
        label: fileName,
        detail: title,
        run: () => {
          navigate("/deliveries");
        },
      })),
    ),
    ...group(
      "Scenes found",
      IconPhoto,
      (answered && wanted.length > 2 ? (scenes.data?.rows ?? []) : []).map((row) => ({
        id: `scene-${row.id}`,
        label: row.acquired === "" ? row.id : `${formatUtcDate(row.acquired)}, ${row.platform}`,
        detail: row.productType,
        run: () => {
          navigate("/archive");
          useResults.getState().select(row.id, true);
        },
      })),
    ),
    ...group(
      "Who pays",
      IconCreditCard,
      named(contracts, (contract) => [contract.name, contract.contractId]).map(({ contractId, name, backend }) => ({
        id: `contract-${contractId}`,
        label: name,
        detail: backend,
        run: () => {
          useSelection.getState().selectContract(contractId);
        },
      })),
    ),
    ...group(
      "Places",
      IconMapPin,
      (answered && wanted.length > 1 ? (places.data ?? []) : []).map((place, index) => ({
        id: `place-${String(index)}`,
        label: place.name,
        detail: place.country,
        run: () => {
          navigate("/area");
          target({ kind: "point", lon: place.lon, lat: place.lat });
        },
      })),
    ),
  ];
}
