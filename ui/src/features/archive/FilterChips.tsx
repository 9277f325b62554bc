import { Menu, Popover, Slider } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";

import { formatShare } from "../../shared/format";
import styles from "./Archive.module.css";
import { useArchive } from "./store";

const FIRST_COVERAGE = 60;

/** Filters used now and then: added from a menu, each a chip that can be changed and taken off. */
export function FilterChips() {
  const { filter, change } = useArchive();
  return (
    <div className={styles.chips}>
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" className={styles.chip} aria-label="Add a filter">
            <IconPlus size={14} stroke={1.8} aria-hidden /> Filter
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            disabled={filter.minCoverage !== null}
            onClick={() => {
              change({ minCoverage: FIRST_COVERAGE });
            }}
          >
            Covers at least …
          </Menu.Item>
          <Menu.Item
            disabled={filter.keptOnly}
            onClick={() => {
              change({ keptOnly: true });
            }}
          >
            Only those I kept
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {filter.minCoverage !== null && (
        <ActiveChip
          remove="Remove the coverage filter"
          onRemove={() => {
            change({ minCoverage: null });
          }}
        >
          <Popover position="bottom" width={220} trapFocus>
            <Popover.Target>
              <button type="button">covers ≥ {formatShare(filter.minCoverage)}</button>
            </Popover.Target>
            <Popover.Dropdown>
              <Slider
                thumbLabel="Least coverage of the area"
                min={5}
                max={100}
                step={5}
                label={null}
                value={filter.minCoverage}
                onChange={(minCoverage) => {
                  change({ minCoverage });
                }}
              />
            </Popover.Dropdown>
          </Popover>
        </ActiveChip>
      )}
      {filter.keptOnly && (
        <ActiveChip
          remove="Show all scenes"
          onRemove={() => {
            change({ keptOnly: false });
          }}
        >
          <span>kept</span>
        </ActiveChip>
      )}
    </div>
  );
}

function ActiveChip({ remove, onRemove, children }: { remove: string; onRemove: () => void; children: React.ReactNode }) {
  return (
    <span className={styles.chip} data-active>
      {children}
      <button type="button" aria-label={remove} onClick={onRemove}>
        <IconX size={14} stroke={1.8} aria-hidden />
      </button>
    </span>
  );
}
