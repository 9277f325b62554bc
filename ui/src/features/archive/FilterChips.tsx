import { Menu, Popover } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useState } from "react";

import type { SceneFilter } from "../../ipc";
import { formatAngle, formatCount, formatResolution, formatShare } from "../../shared/format";
import styles from "./Archive.module.css";
import { FIRST, MENU_WORDS, OCCASIONAL, inWords, isSet, openFilter } from "./filter";
import type { Occasional } from "./filter";
import { Histogram } from "./Histogram";
import { MonthPicker } from "./MonthPicker";
import { useArchive } from "./store";
import { useFacets } from "./useFacets";

const PIXELS = [0.3, 0.5, 0.7, 1.5];
const NO_BINS: number[] = [];

/** Filters used now and then: added from a menu, each a chip that can be changed and taken off. */
export function FilterChips() {
  const { filter, change } = useArchive();
  const flawed = useFacets().data?.flawed ?? 0;
  const [opened, setOpened] = useState<Occasional | null>(null);
  const offered = OCCASIONAL.filter((name) => !isSet(filter, name) && (name !== "flawedOnly" || flawed > 0));
  const add = (name: Occasional) => {
    change({ [name]: FIRST[name] });
    // What has a limit to choose opens at once, when its chip is there.
    setOpened(name === "keptOnly" || name === "flawedOnly" ? null : name);
  };
  return (
    <div className={styles.chips}>
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className={styles.chip} aria-label="Add a filter">
            <IconPlus size={14} stroke={1.8} aria-hidden /> Filter
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {offered.map((name) => (
            <Menu.Item
              key={name}
              onClick={() => {
                add(name);
              }}
            >
              {MENU_WORDS[name]}
              {name === "flawedOnly" && ` · ${formatCount(flawed)}`}
            </Menu.Item>
          ))}
          {offered.length === 0 && <Menu.Label>All filters are set</Menu.Label>}
        </Menu.Dropdown>
      </Menu>
      {OCCASIONAL.filter((name) => isSet(filter, name)).map((name) => (
        <FilterChip
          key={name}
          name={name}
          filter={filter}
          opened={opened === name}
          setOpened={(open) => {
            setOpened(open ? name : null);
          }}
          change={change}
        />
      ))}
    </div>
  );
}

type ChipProps = { name: Occasional; filter: SceneFilter; opened: boolean; setOpened: (open: boolean) => void; change: (patch: Partial<SceneFilter>) => void };

function FilterChip({ name, filter, opened, setOpened, change }: ChipProps) {
  const words = inWords(filter, name);
  const plain = name === "keptOnly" || name === "flawedOnly";
  return (
    <span className={styles.chip} data-active>
      {plain ? (
        <span>{words}</span>
      ) : (
        <Popover opened={opened} onChange={setOpened} position="bottom" width={248} trapFocus>
          <Popover.Target>
            <button
              type="button"
              aria-expanded={opened}
              onClick={() => {
                setOpened(!opened);
              }}
            >
              {words}
            </button>
          </Popover.Target>
          <Popover.Dropdown>
            <Choice name={name} filter={filter} change={change} />
          </Popover.Dropdown>
        </Popover>
      )}
      <button
        type="button"
        aria-label={`Remove the filter “${words}”`}
        onClick={() => {
          change({ [name]: openFilter()[name] });
        }}
      >
        <IconX size={14} stroke={1.8} aria-hidden />
      </button>
    </span>
  );
}

function Choice({ name, filter, change }: Pick<ChipProps, "name" | "filter" | "change">) {
  const facets = useFacets().data;
  switch (name) {
    case "months":
      return (
        <MonthPicker
          months={filter.months}
          counts={facets?.monthsOfYear ?? NO_BINS}
          onChange={(months) => {
            change({ months });
          }}
        />
      );
    case "minCoverage":
      return (
        <Histogram
          label="Least share of the area"
          least
          bins={facets?.coverage ?? NO_BINS}
          limit={100}
          step={1}
          value={filter.minCoverage}
          format={formatShare}
          onChange={(minCoverage) => {
            change({ minCoverage: minCoverage ?? 1 });
          }}
        />
      );
    case "minSun":
      return (
        <Histogram
          label="Least height of the sun"
          least
          bins={facets?.sun ?? NO_BINS}
          limit={90}
          step={1}
          value={filter.minSun}
          format={formatAngle}
          onChange={(minSun) => {
            change({ minSun: minSun ?? 1 });
          }}
        />
      );
    case "maxSnow":
      return (
        <Histogram
          label="Most snow in scene"
          bins={facets?.snow ?? NO_BINS}
          limit={100}
          step={1}
          value={filter.maxSnow}
          format={formatShare}
          onChange={(maxSnow) => {
            change({ maxSnow: maxSnow ?? 100 });
          }}
        />
      );
    default:
      return (
        <div className={styles.choices} role="group" aria-label="Largest pixel">
          {PIXELS.map((metres) => (
            <button
              key={metres}
              type="button"
              aria-pressed={filter.maxResolution === metres}
              onClick={() => {
                change({ maxResolution: metres });
              }}
            >
              {formatResolution(metres)}
            </button>
          ))}
        </div>
      );
  }
}
