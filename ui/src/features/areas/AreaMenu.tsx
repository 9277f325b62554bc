import { Menu } from "@mantine/core";
import { IconArchive, IconCopy, IconDotsVertical, IconDownload, IconEdit, IconEye, IconEyeOff, IconFocusCentered, IconPencil, IconTrash, IconWand } from "@tabler/icons-react";
import { useState } from "react";

import type { Area } from "../../ipc";
import { useMap } from "../../map";
import { IconButton, KeyCap } from "../../shared/ui";
import { ExportItems } from "./ExportMenu";
import { useAreasHabits, useAreasView } from "./store";
import { Swatches } from "./Swatches";
import type { AreaActions } from "./useAreaActions";

const ICON = { size: 16, stroke: 1.6, "aria-hidden": true } as const;

/** What can be done with one area. */
export function AreaMenu({ area, actions, opened, onOpened }: { area: Area; actions: AreaActions; opened: boolean; onOpened: (opened: boolean) => void }) {
  const map = useMap();
  const { rename, reshape } = useAreasView();
  const { hidden, hide, store } = useAreasHabits();
  const isHidden = hidden.includes(area.id);
  // The name's field takes the keyboard; the button behind the menu is not to take it back.
  const [returns, setReturns] = useState(true);
  return (
    <Menu
      position="bottom-end"
      width={190}
      opened={opened}
      onChange={onOpened}
      returnFocus={returns}
      onOpen={() => {
        setReturns(true);
      }}
    >
      <Menu.Target>
        <IconButton label={`More for ${area.name}`} size="small">
          <IconDotsVertical size={16} stroke={1.6} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil {...ICON} />}
          rightSection={<Key>E</Key>}
          aria-keyshortcuts="E"
          onClick={() => {
            actions.edit([area]);
          }}
        >
          Edit shape
        </Menu.Item>
        <Menu.Item
          leftSection={<IconWand {...ICON} />}
          onClick={() => {
            reshape([area.id]);
          }}
        >
          Reshape…
        </Menu.Item>
        <Menu.Item
          leftSection={<IconEdit {...ICON} />}
          rightSection={<Key>F2</Key>}
          aria-keyshortcuts="F2"
          onClick={() => {
            setReturns(false);
            rename(area.id);
          }}
        >
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy {...ICON} />} onClick={() => void actions.duplicate([area])}>
          Duplicate
        </Menu.Item>
        <Menu.Item
          leftSection={<IconFocusCentered {...ICON} />}
          onClick={() => {
            map.fit(area.report.bounds);
          }}
        >
          Zoom to
        </Menu.Item>
        <Menu.Item
          leftSection={isHidden ? <IconEye {...ICON} /> : <IconEyeOff {...ICON} />}
          onClick={() => {
            hide([area.id], !isHidden);
          }}
        >
          {isHidden ? "Show on the map" : "Hide"}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArchive {...ICON} />}
          onClick={() => {
            store([area.id], true);
          }}
        >
          Move to library
        </Menu.Item>
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item leftSection={<IconDownload {...ICON} />}>Export</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            <ExportItems areas={[area]} actions={actions} />
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        <Menu.Divider />
        <Swatches
          chosen={area.color}
          onChoose={(colour) => {
            onOpened(false);
            void actions.paint(area, colour);
          }}
        />
        <Menu.Divider />
        <Menu.Item c="var(--bad)" leftSection={<IconTrash {...ICON} />} onClick={() => void actions.remove([area])}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** A key that is seen beside an item and is no part of its name. */
function Key({ children }: { children: string }) {
  return (
    <span aria-hidden>
      <KeyCap>{children}</KeyCap>
    </span>
  );
}
