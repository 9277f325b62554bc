import { Checkbox, TextInput } from "@mantine/core";
import { IconEyeOff, IconPolygon } from "@tabler/icons-react";
import { memo, useEffect, useRef, useState } from "react";

import type { Area } from "../../ipc";
import { formatAreaExact, formatCount } from "../../shared/format";
import { IconButton, MiddleEllipsis, StatePill } from "../../shared/ui";
import { AreaMenu } from "./AreaMenu";
import styles from "./Areas.module.css";
import { FaultList } from "./FaultList";
import { MinimumCard } from "./MinimumCard";
import { clearKm2, formatSize } from "./size";
import { useAreasHabits, useAreasView } from "./store";
import type { AreaActions } from "./useAreaActions";
import { above, formatMinimum, useMinimums } from "./useMinimum";
import { entryId } from "./WhyNot";

type AreaItemProps = {
  area: Area;
  chosen: boolean;
  /** Chosen together with another one, which is the one that opens up. */
  also: boolean;
  actions: AreaActions;
  /** In a list that draws only what is in view: the place in it, and what takes the height of the row. */
  place?: number;
  measure?: (element: Element | null) => void;
};

/** One area of the list; the chosen one opens up to show its faults and their mends. */
export const AreaItem = memo(function AreaItem({ area, chosen, also, actions, place, measure }: AreaItemProps) {
  const { picked, pick, renaming, rename } = useAreasView();
  const hidden = useAreasHabits((state) => state.hidden.includes(area.id));
  const { report } = area;
  const all = useMinimums();
  // What an outline with faults encloses is not known.
  const minimums = report.orderable ? above(all, report.km2) : [];
  // What every product type bills at the least, whichever is ordered.
  const least = minimums.find(({ everywhere }) => everywhere);
  const [menuOpen, setMenuOpen] = useState(false);
  const isPicked = picked.includes(area.id);
  const toggle = () => {
    pick(isPicked ? picked.filter((id) => id !== area.id) : [...picked, area.id]);
  };

  const arriving = useAreasView((view) => view.arriving === area.id);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (arriving) {
      button.current?.focus({ preventScroll: true });
      useAreasView.getState().arrive(null);
    }
  }, [arriving]);

  return (
    <li ref={measure} id={entryId(area.id)} data-index={place} className={styles.item} data-chosen={chosen || also} data-faulty={!report.orderable} data-hidden={hidden} data-picking={picked.length > 0}>
      <div className={styles.itemHead}>
        <Mark area={area} picked={isPicked} onToggle={toggle} />
        {renaming === area.id ? (
          <Rename
            name={area.name}
            onLeft={() => {
              useAreasView.getState().arrive(area.id);
            }}
            onDone={(name) => {
              rename(null);
              if (name !== null && name !== area.name) {
                void actions.rename(area.id, name);
              }
            }}
          />
        ) : (
          <button
            ref={button}
            type="button"
            className={styles.itemButton}
            aria-pressed={chosen || also}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) {
                toggle();
              } else {
                actions.choose(area, true);
              }
            }}
            onContextMenu={(event) => {
              event.preventDefault();
              setMenuOpen(true);
            }}
            onDoubleClick={() => {
              rename(area.id);
            }}
            onKeyDown={(event) => {
              if (event.key === "F2") {
                rename(area.id);
              } else if (event.key === "Delete") {
                void actions.remove([area]);
              }
            }}
          >
            <span className={styles.names}>
              <strong>
                <MiddleEllipsis text={area.name} />
              </strong>
              <span>
                {least !== undefined ? (
                  <Billed km2={report.km2} least={least.km2} />
                ) : (
                  <>
                    {formatSize(clearKm2(report))}
                    <span className={report.orderable ? undefined : styles.vertices}> · {formatCount(report.vertices)} vertices</span>
                  </>
                )}
              </span>
            </span>
          </button>
        )}
        {hidden ? (
          <IconButton
            label={`Show ${area.name} on the map`}
            size="small"
            onClick={() => {
              useAreasHabits.getState().hide([area.id], false);
            }}
          >
            <IconEyeOff size={16} stroke={1.6} aria-hidden />
          </IconButton>
        ) : (
          <span className={styles.state}>
            <AreaState area={area} small={least !== undefined} />
          </span>
        )}
        <AreaMenu area={area} actions={actions} opened={menuOpen} onOpened={setMenuOpen} />
      </div>
      {chosen && minimums.length > 0 && <MinimumCard area={area} minimums={minimums} actions={actions} />}
      {chosen && report.faults.length > 0 && (
        <FaultList
          area={area}
          actions={actions}
          onEdit={() => {
            actions.edit([area]);
          }}
        />
      )}
    </li>
  );
});

/** `9.6 km² · billed as 25 km²`; where it is narrow, `9.6 of 25 km²`. */
function Billed({ km2, least }: { km2: number; least: number }) {
  return (
    <>
      {formatAreaExact(km2)}
      <span className={styles.vertices}> · billed as </span>
      <span className={styles.narrow}> of </span>
      {formatMinimum(least)}
    </>
  );
}

/** The area's colour, which turns into a box to pick it by. */
function Mark({ area, picked, onToggle }: { area: Area; picked: boolean; onToggle: () => void }) {
  return (
    <span className={styles.mark} data-color={area.color} data-picked={picked}>
      <IconPolygon size={16} stroke={1.6} aria-hidden />
      <Checkbox size="xs" className={styles.pick ?? ""} aria-label={`Pick ${area.name}`} checked={picked} onChange={onToggle} />
    </span>
  );
}

function AreaState({ area, small }: { area: Area; small: boolean }) {
  if (!area.report.orderable) {
    return <StatePill tone="bad">can’t be ordered yet</StatePill>;
  }
  if (small) {
    return <StatePill tone="warn">under minimum</StatePill>;
  }
  return area.report.faults.length > 0 ? <StatePill tone="warn">look again</StatePill> : <StatePill tone="ok">orderable</StatePill>;
}

/** As many characters of a name are kept. */
const LONGEST_NAME = 120;

/** `onLeft` tells that the field was left by a key: then the keyboard goes to the name again, which stands in its place. */
function Rename({ name, onDone, onLeft }: { name: string; onDone: (name: string | null) => void; onLeft: () => void }) {
  const [text, setText] = useState(name);
  const over = [...text.trim()].length - LONGEST_NAME;
  return (
    <TextInput
      className={styles.rename}
      error={over > 0 ? `At most ${formatCount(LONGEST_NAME)} characters are kept: ${formatCount(over)} too many.` : undefined}
      size="xs"
      aria-label="Name of the area"
      value={text}
      data-autofocus
      ref={(input) => input?.focus()}
      onFocus={(event) => {
        event.currentTarget.select();
      }}
      onChange={(event) => {
        setText(event.currentTarget.value);
      }}
      onBlur={() => {
        onDone(text.trim() === "" ? null : text.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          event.currentTarget.blur();
          onLeft();
        } else if (event.key === "Escape") {
          onDone(null);
          onLeft();
        }
      }}
    />
  );
}
