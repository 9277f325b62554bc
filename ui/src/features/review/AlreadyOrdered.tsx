import { useLocation } from "wouter";
import { useMutation } from "@tanstack/react-query";

import { ipc, type AlreadyOrdered as Earlier, type Unseen } from "../../ipc";
import { formatAreaExact, formatMoney, formatUtcDate } from "../../shared/format";
import { useSelection } from "../../shared/session";
import { Button, ErrorNotice, LinkButton, Notice } from "../../shared/ui";
import { earlierScene, earlierTitle } from "./earlierWords";
import styles from "./ReviewPage.module.css";
import { orderPath } from "./routeText";

/** What of the order may have been bought before, as far as that is no fact of the record: see `HeldCards` for what is. */
export function AlreadyOrdered({ earlier, unseen }: { earlier: readonly Earlier[]; unseen: readonly Unseen[] }) {
  return (
    <>
      {earlier
        .filter((one) => !one.mustAllow)
        .map((one, index) => (
          <EarlierNotice key={`${one.reference}-${String(index)}`} earlier={one} />
        ))}
      {unseen.length > 0 && (
        <Notice tone="warn" title="Not everywhere was looked for earlier purchases">
          {unseen.map((place) => PLACES[place]).join(" and ")} could not be read just now. What this computer ordered is known; what colleagues bought on this contract may be missing here.
        </Notice>
      )}
    </>
  );
}

const PLACES: Record<Unseen, string> = { workspace: "The contract’s workspace", orderList: "The vendor’s order list" };

function EarlierNotice({ earlier }: { earlier: Earlier }) {
  const { state, areaName, reference, orderedAt, amount, currency } = earlier;
  const [, navigate] = useLocation();
  const when = orderedAt === null ? "" : ` on ${formatUtcDate(orderedAt)}`;
  const cost = amount === null ? "" : ` for ${formatMoney(amount, currency)}`;
  const open = state === "unknown";
  return (
    <Notice tone={open ? "bad" : "warn"} title={earlierTitle(earlier)}>
      {state === "elsewhere" ? `${areaName}, the same product` : `${earlierScene(earlier)} over ${areaName}`}: {open ? "sent" : state === "quoted" ? "quoted" : "ordered"}
      {when}
      {cost} as{" "}
      {state === "inWorkspace" || state === "elsewhere" ? (
        <code>{reference}</code>
      ) : (
        <LinkButton
          onClick={() => {
            navigate(orderPath(reference));
          }}
        >
          {reference}
        </LinkButton>
      )}
      . {state === "elsewhere" && "It is in the vendor's list of this contract and not in your record. The list does not name the scene: it may be another one."}
      {open && "Its answer never came back: if it was placed, this order pays for it a second time."}
      <Rest earlier={earlier} />
    </Notice>
  );
}

/** The remainder as an area of its own, where ordering it alone costs less. */
function Rest({ earlier }: { earlier: Earlier }) {
  const [, navigate] = useLocation();
  const selectArea = useSelection((state) => state.selectArea);
  const keep = useMutation({
    mutationFn: async () => {
      const areas = [];
      for (const part of earlier.rest) {
        areas.push(await ipc.saveArea(null, `${earlier.areaName}, the rest`, part));
      }
      return areas[0];
    },
    onSuccess: (area) => {
      if (area !== undefined) {
        selectArea(area.id);
      }
      navigate("/area");
    },
  });
  if (earlier.rest.length === 0) {
    return null;
  }
  return (
    <div className={styles.rest}>
      <Button size="small" busy={keep.isPending} onClick={() => { keep.mutate(); }}>
        Keep the other {formatAreaExact(earlier.restKm2)} as an area
      </Button>
      {keep.error !== null && <ErrorNotice error={keep.error} />}
    </div>
  );
}
