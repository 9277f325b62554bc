import { useLocation } from "wouter";
import { useMutation } from "@tanstack/react-query";

import { ipc, type AlreadyOrdered as Earlier } from "../../ipc";
import { formatAreaExact, formatMoney, formatUtcDate } from "../../shared/format";
import { useSelection } from "../../shared/session";
import { Button, ErrorNotice, LinkButton, Notice } from "../../shared/ui";
import { earlierTitle } from "./earlierWords";
import styles from "./ReviewPage.module.css";
import { orderPath } from "./routeText";

/** What of the order may have been bought before, as far as that is no fact of the record: see `HeldCards` for what is. */
export function AlreadyOrdered({ earlier }: { earlier: readonly Earlier[] }) {
  return earlier.filter((one) => !one.mustAllow).map((one, index) => <EarlierNotice key={`${one.reference}-${String(index)}`} earlier={one} />);
}

function EarlierNotice({ earlier }: { earlier: Earlier }) {
  const { state, reference, orderedAt, amount, currency } = earlier;
  const [, navigate] = useLocation();
  const when = orderedAt === null ? "" : ` on ${formatUtcDate(orderedAt)}`;
  const cost = amount === null ? "" : ` for ${formatMoney(amount, currency)}`;
  const open = state === "unknown";
  return (
    <Notice tone={open ? "bad" : "warn"} title={earlierTitle(earlier)}>
      {state === "elsewhere" ? "The same product over the same ground, ordered" : open ? "Sent" : state === "quoted" ? "Quoted" : "Ordered"}
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
