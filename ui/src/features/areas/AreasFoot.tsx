import { IconArrowRight, IconDownload } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useLocation } from "wouter";

import type { Area } from "../../ipc";
import { useMap } from "../../map";
import { stalenessOf, useArchive, useSearch } from "../archive";
import { formatCount } from "../../shared/format";
import { isCovered } from "../../shared/keyboard";
import { useSelection } from "../../shared/session";
import { Button, Turning } from "../../shared/ui";
import styles from "./Areas.module.css";
import { ExportMenu } from "./ExportMenu";
import { around, type AreaActions } from "./useAreaActions";
import { WhyNot, whyNot } from "./WhyNot";

const SEARCH = "search-the-archive";

/** What can be done with the chosen areas: search over them, or write them to a file. One search runs at a time: while it does, the
 * button leads to it. */
export function AreasFoot({ wanted, actions }: { wanted: Area[]; actions: AreaActions }) {
  const [, navigate] = useLocation();
  const { run } = useSearch();
  const map = useMap();
  const running = useArchive((state) => state.running);
  const searchable = running || whyNot(wanted) === null;
  const search = () => {
    if (running) {
      navigate("/archive");
      return;
    }
    const { searched, filter } = useArchive.getState();
    useSelection.getState().selectAreas(wanted.map(({ id }) => id));
    navigate("/archive");
    // What was searched already and is still right is there to be looked at.
    if (searched === null || stalenessOf(searched, wanted, filter) !== null) {
      if (wanted.length > 1) {
        map.fit(around(wanted));
      }
      void run(wanted);
    }
  };
  useSearchKey(search);
  return (
    <footer className={styles.foot}>
      {running ? (
        <p id="why-no-search" className={styles.whyNot}>
          A search is under way. Another one can begin when it has ended or was cancelled.
        </p>
      ) : (
        <WhyNot id="why-no-search" wanted={wanted} />
      )}
      <ExportMenu areas={wanted} actions={actions}>
        <Button tone="quiet" icon={<IconDownload size={17} stroke={1.6} />} disabled={wanted.length === 0}>
          Export
        </Button>
      </ExportMenu>
      <Turning meaning={running ? "running" : "search"}>
        <Button id={SEARCH} tone="primary" aria-keyshortcuts="Control+Enter" disabled={!searchable} aria-describedby={searchable && !running ? undefined : "why-no-search"} onClick={search}>
          {running ? "Show the search under way" : wanted.length > 1 ? `Search over ${formatCount(wanted.length)} areas` : "Search the archive"}
          <IconArrowRight size={16} stroke={1.6} />
        </Button>
      </Turning>
    </footer>
  );
}

/** Ctrl Enter searches, as the button does. */
function useSearchKey(search: () => void) {
  const current = useRef(search);
  useEffect(() => {
    current.current = search;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const button = document.getElementById(SEARCH);
      // What is greyed is not pressed by a key either.
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isCovered() && !event.defaultPrevented && button instanceof HTMLButtonElement && !button.disabled) {
        event.preventDefault();
        current.current();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}
