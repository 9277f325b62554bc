import { IconTrash } from "@tabler/icons-react";

import type { KeptSearch } from "../../ipc";
import { formatDateRange, formatUtcDate } from "../../shared/format";
import { focusPage } from "../../shared/pageFocus";
import { IconButton } from "../../shared/ui";
import styles from "./Archive.module.css";
import { forget, useForgetting } from "./forgetting";
import { scenesInWords, useGoToSearch, useSavedSearches } from "./useSavedSearches";

const MOST_RECENT = 5;

/** Searches that open without asking the archive: those with a name, then the last few. The map goes to where they looked. */
export function SavedSearches({ onOpened }: { onOpened?: () => void }) {
  const { searches: kept } = useSavedSearches();
  const leaving = useForgetting((state) => state.ids);
  const searches = kept.filter(({ id }) => !leaving.includes(id));
  const open = useGoToSearch();
  const goTo = async (id: string) => {
    await open(id);
    onOpened?.();
  };
  const named = searches.filter((search) => search.name !== null);
  const recent = searches.filter((search) => search.name === null && search.received > 0).slice(0, MOST_RECENT);
  if (named.length + recent.length === 0) {
    return null;
  }
  return (
    <section className={styles.searches} aria-label="Searches on this computer">
      <SearchList title="Saved searches" searches={named} goTo={goTo} />
      <SearchList title="Recent searches" searches={recent} goTo={goTo} />
    </section>
  );
}

function SearchList({ title, searches, goTo }: { title: string; searches: KeptSearch[]; goTo: (id: string) => Promise<void> }) {
  const { remove, nameOf } = useSavedSearches();
  if (searches.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {searches.map((search) => (
          <li key={search.id}>
            <button type="button" onClick={() => void goTo(search.id)}>
              <strong>{nameOf(search)}</strong>
              <span>
                {scenesInWords(search)} · {formatDateRange(search.request.dateFrom, search.request.dateTo)} · searched {formatUtcDate(search.searchedAt)}
              </span>
            </button>
            <IconButton
              label={`Forget the search ${nameOf(search)}`}
              size="small"
              onClick={(event) => {
                focusBeside(event.currentTarget);
                forget(search.id, nameOf(search), () => remove(search.id));
              }}
            >
              <IconTrash size={15} stroke={1.6} />
            </IconButton>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Gives the keyboard to what stays of the list when the row of a button goes: its neighbour, the other list, or the page. */
function focusBeside(button: HTMLElement): void {
  const row = button.closest("li");
  const beside = row?.nextElementSibling ?? row?.previousElementSibling;
  const list = [...(button.closest("section")?.querySelectorAll("li") ?? [])].find((one) => one !== row);
  const next = (beside ?? list)?.querySelector<HTMLElement>("button:last-of-type");
  if (next != null) {
    next.focus();
  } else {
    const dialog = button.closest<HTMLElement>("[role='dialog']");
    if (dialog === null) {
      focusPage();
    } else {
      dialog.querySelector<HTMLElement>("button")?.focus();
    }
  }
}
