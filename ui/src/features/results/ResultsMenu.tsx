import { Menu, Modal, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBookmark, IconCheck, IconDots, IconDownload, IconHistory, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";

import type { ColourBy } from "../../map";
import { Button, DialogActions, IconButton } from "../../shared/ui";
import { SavedSearches, useArchive, useSavedSearches, useSearch } from "../archive";
import { ExportDialog } from "./ExportDialog";
import { COLOURS } from "./Legend";
import styles from "./Results.module.css";
import { useResults } from "./store";

/** What can be done with the results as a whole. */
export function ResultsMenu({ matched }: { matched: number }) {
  const { refresh } = useSearch();
  const running = useArchive((state) => state.running);
  const { colourBy, setColourBy } = useResults();
  const [naming, setNaming] = useState(false);
  const [exporting, setExporting] = useState(false);
  const [looking, setLooking] = useState(false);
  return (
    <>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <IconButton label="More for these results" size="small">
            <IconDots size={16} stroke={1.6} />
          </IconButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconRefresh size={16} stroke={1.6} />} disabled={running} onClick={() => void refresh()}>
            Fetch what is new
          </Menu.Item>
          <Menu.Item
            leftSection={<IconBookmark size={16} stroke={1.6} />}
            onClick={() => {
              setNaming(true);
            }}
          >
            Save this search …
          </Menu.Item>
          <Menu.Item
            leftSection={<IconHistory size={16} stroke={1.6} />}
            onClick={() => {
              setLooking(true);
            }}
          >
            Open another search …
          </Menu.Item>
          <Menu.Item
            leftSection={<IconDownload size={16} stroke={1.6} />}
            onClick={() => {
              setExporting(true);
            }}
          >
            Export …
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Colour outlines by</Menu.Label>
          {Object.entries(COLOURS).map(([name, { label }]) => (
            <Menu.Item
              key={name}
              aria-current={name === colourBy}
              leftSection={name === colourBy ? <IconCheck size={16} stroke={1.8} /> : <span className={styles.noCheck} />}
              onClick={() => {
                setColourBy(name as ColourBy);
              }}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <ExportDialog
        matched={matched}
        opened={exporting}
        onClose={() => {
          setExporting(false);
        }}
      />
      <Modal
        opened={looking}
        onClose={() => {
          setLooking(false);
        }}
        title="Searches on this computer"
        size={460}
      >
        <SavedSearches
          onOpened={() => {
            setLooking(false);
          }}
        />
      </Modal>
      <NameSearch
        opened={naming}
        onClose={() => {
          setNaming(false);
        }}
      />
    </>
  );
}

function NameSearch({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { save } = useSavedSearches();
  const [name, setName] = useState("");
  return (
    <Modal opened={opened} onClose={onClose} title="Save this search" size={380}>
      <form
        className={styles.naming}
        onSubmit={(event) => {
          event.preventDefault();
          void save(name).then((saved) => {
            if (saved !== null) {
              notifications.show({ message: `“${name.trim()}” is saved. It opens from the menu of the results, or by its name in the field above.` });
            }
          });
          onClose();
        }}
      >
        <TextInput
          label="Name"
          placeholder="Tagus, summer"
          data-autofocus
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <p className={styles.dim}>Its scenes and this filter open again without asking the archive.</p>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" submit disabled={name.trim() === ""}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Modal>
  );
}
