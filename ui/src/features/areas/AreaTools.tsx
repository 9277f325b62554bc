import { Menu, Tooltip } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";

import { useEditor } from "../../map";
import { KeyCap } from "../../shared/ui";
import styles from "./Areas.module.css";
import type { WayId } from "./tools";
import { MORE_TOOLS, TOOLBAR, WAYS, wayOf } from "./tools";

/** The way that is being used at the moment. */
export function useRunningWay(): WayId | undefined {
  return useEditor((state) => (state.mode === "draw" && state.purpose === "area" ? wayOf(state.tool) : undefined));
}

/** The six ways in a row and the rarer ones behind a menu, for adding a further area. */
export function AreaTools({ begin }: { begin: (way: WayId) => void }) {
  const running = useRunningWay();
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Add an area">
      {TOOLBAR.map((id) => {
        const { name, about, keys, icon: Icon } = WAYS[id];
        return (
          <Tooltip key={id} label={`${about} · ${keys}`}>
            <button
              type="button"
              className={styles.tool}
              aria-pressed={running === id}
              onClick={() => {
                begin(id);
              }}
            >
              <Icon size={18} stroke={1.6} aria-hidden />
              {name}
            </button>
          </Tooltip>
        );
      })}
      <MoreWays begin={begin} running={running} />
    </div>
  );
}

function MoreWays({ begin, running }: { begin: (way: WayId) => void; running: WayId | undefined }) {
  return (
    <Menu position="bottom-end" width={240} returnFocus={false}>
      <Menu.Target>
        <button type="button" className={styles.moreTools} aria-label="More ways to draw" data-running={running !== undefined && MORE_TOOLS.includes(running)}>
          <IconChevronDown size={15} stroke={1.6} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {MORE_TOOLS.map((id) => {
          const { longName, about, keys, icon: Icon } = WAYS[id];
          return (
            <Menu.Item
              key={id}
              leftSection={<Icon size={17} stroke={1.6} aria-hidden />}
              rightSection={<KeyCap>{keys}</KeyCap>}
              onClick={() => {
                begin(id);
              }}
            >
              <span className={styles.wayName2}>{longName}</span>
              <span className={styles.wayAbout}>{about}</span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
