import { IconTrash } from "@tabler/icons-react";

import type { KeptSearch } from "../../ipc";
import { formatCount, formatDateRange, formatUtcDate } from "../../shared/format";
import { IconButton } from "../../shared/ui";
import styles from "./Archive.module.css";
import { useSavedSearches } from "./useSavedSearches";

const MOST_RECENT = 5;

/** Searches that open without asking the archive: those with a name, then the last few. */
export function SavedSearches() {
  const { searches } = useSavedSearches();
  const named = searches.filter((search) => search.name !== null);
  const recent = searches.filter((search) => search.name === null && search.received > 0).slice(0, MOST_RECENT);
  if (named.length + recent.length === 0) {
    return null;
  }
  return (
    <section className={styles.searches} aria-label="Searches on this computer">
      <SearchList title="Saved searches" searches={named} />
      <SearchList title="Recent searches" searches={recent} />
    </section>
  );
}

function SearchList({ title, searches }: { title: string; searches: KeptSearch[] }) {
  const { open, remove, nameOf } = useSavedSearches();
  if (searches.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {searches.map((search) => (
          <li key={search.id}>
            <button type="button" onClick={() => void open(search.id)}>
              <strong>{nameOf(search)}</strong>
              <span>
                {formatCount(search.received)} scenes · {formatDateRange(search.request.dateFrom, search.request.dateTo)} · searched {formatUtcDate(search.searchedAt)}
              </span>
            </button>
            <IconButton label={`Forget the search ${nameOf(search)}`} size="small" onClick={() => void remove(search.id)}>
              <IconTrash size={15} stroke={1.6} />
            </IconButton>
          </li>
        ))}
      </ul>
    </>
  );
}
