import { Checkbox, Popover } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";

import type { Area } from "../../ipc";
import { formatCount } from "../../shared/format";
import { useAreas } from "../../shared/query";
import { useSelection } from "../../shared/session";
import { MiddleEllipsis } from "../../shared/ui";
import { useMap } from "../../map";
import { MOST_AREAS, useChosenAreas } from "../archive";
import styles from "./AreaChooser.module.css";
import { clearKm2, formatSize } from "./size";
import { useAreasHabits } from "./store";

/** The area of the next search, which can be changed here, and further ones that are searched with it. */
export function AreaChooser() {
  const areas = useAreas().data ?? [];
  const putAway = useAreasHabits((habits) => habits.putAway);
  const chosen = useChosenAreas();
  const [open, setOpen] = useState(false);
  const map = useMap();
  const [first, ...further] = chosen;
  const { selectArea, selectAreas } = useSelection.getState();
  const ids = chosen.map(({ id }) => id);
  const listed = areas.filter(({ id }) => !putAway.includes(id) || ids.includes(id));
  const choose = (area: Area) => {
    selectArea(area.id);
    map.fit(area.report.bounds);
    setOpen(false);
  };
  const name = first === undefined ? "No area chosen" : further.length === 0 ? first.name : `${formatCount(chosen.length)} areas`;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={360} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={styles.target}
          aria-expanded={open}
          aria-label={`Area of the search: ${name}`}
          disabled={areas.length === 0}
          onClick={() => {
            setOpen(!open);
          }}
        >
          <strong>
            <MiddleEllipsis text={name} />
          </strong>
          <IconChevronDown size={14} stroke={1.8} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={styles.note}>A click searches one area. Tick several to search them together, {formatCount(MOST_AREAS)} at most.</p>
        <ul className={styles.list} aria-label="Areas to search">
          {listed.map((area) => {
            const ticked = ids.includes(area.id);
            return (
              <li key={area.id} data-chosen={ticked}>
                <Checkbox
                  size="xs"
                  aria-label={`Search over ${area.name} too`}
                  checked={ticked}
                  disabled={(ticked && ids.length === 1) || !area.report.orderable || (!ticked && ids.length >= MOST_AREAS)}
                  onChange={() => {
                    selectAreas(ticked ? ids.filter((id) => id !== area.id) : [...ids, area.id]);
                  }}
                />
                <button
                  type="button"
                  onClick={() => {
                    choose(area);
                  }}
                >
                  <span>{area.name}</span>
                  <span className={styles.size}>{area.report.orderable ? formatSize(clearKm2(area.report)) : "can’t be searched yet"}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
