import type { Area } from "../../ipc";
import { formatCount } from "../../shared/format";
import { LinkButton } from "../../shared/ui";
import { MOST_AREAS } from "../archive";
import styles from "./Areas.module.css";

/** Why these areas can't be searched together; null where they can. */
export function whyNot(wanted: readonly Area[]): string | null {
  if (wanted.length === 0) {
    return "Choose an area in the list to search over it.";
  }
  if (wanted.length > MOST_AREAS) {
    return `${formatCount(wanted.length)} areas are too many for one search; ${formatCount(MOST_AREAS)} is the most.`;
  }
  const chosen = firstClosed(wanted);
  if (chosen === undefined) {
    return null;
  }
  const blocking = chosen.report.faults.filter((fault) => fault.blocking);
  const [first] = blocking.length > 0 ? blocking : chosen.report.faults;
  const more = blocking.length - 1;
  return `${chosen.name}: ${first?.message ?? "it can’t be ordered yet"}${more > 0 ? `, and ${more === 1 ? "one thing" : `${formatCount(more)} things`} more to mend` : ""}`;
}

const firstClosed = (wanted: readonly Area[]) => wanted.find(({ report }) => !report.orderable);

/** Stands at the button that is greyed, says why, and leads to where it is mended. */
export function WhyNot({ id, wanted }: { id: string; wanted: readonly Area[] }) {
  const why = whyNot(wanted);
  const chosen = firstClosed(wanted);
  return why === null ? null : (
    <p id={id} className={styles.whyNot}>
      <span>{why}</span>
      {chosen !== undefined && (
        <LinkButton
          onClick={() => {
            revealArea(chosen.id);
          }}
        >
          Show it
        </LinkButton>
      )}
    </p>
  );
}

/** Scrolls the list to where the whole of an area's entry is seen, with its faults and advice; to its head where that is too long. */
export function revealArea(id: string, smooth = true): void {
  const entry = document.getElementById(entryId(id));
  const list = entry?.closest("[data-scrolls]");
  if (entry !== null && list instanceof HTMLElement) {
    const still = !smooth || window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const fits = entry.offsetHeight <= list.clientHeight;
    entry.scrollIntoView({ block: fits ? "nearest" : "start", behavior: still ? "auto" : "smooth" });
  }
}

export const entryId = (id: string): string => `area-${id}`;
