import { IconRefresh } from "@tabler/icons-react";

import { formatCount } from "../../shared/format";
import { Button, KeyCap, Notice } from "../../shared/ui";
import styles from "./Archive.module.css";
import { namesInWords } from "./staleness";
import type { Staleness } from "./staleness";
import { useArchive } from "./store";
import { useFacets } from "./useFacets";
import { useChosenAreas, useSearch } from "./useSearch";

/** Says why the list is no answer to what is asked now, and how to get one. */
export function StaleNotice({ staleness }: { staleness: NonNullable<Staleness> }) {
  const searched = useArchive((state) => state.searched);
  const { run, measure, measured, possible } = useSearch();
  const wanted = namesInWords(useChosenAreas().map(({ name }) => name));
  const { matched = 0 } = useFacets().data ?? {};
  const listed = namesInWords(searched?.areas.map(({ name }) => name) ?? []);
  const scenes = matched === 1 ? "This scene" : `These ${formatCount(matched)} scenes`;
  const words = {
    areas: { title: "Another area is chosen.", text: `${scenes} ${matched === 1 ? "was" : "were"} found for ${listed}; you have chosen ${wanted}.` },
    outline: {
      title: "The area changed.",
      text: measured ? "What these scenes cover is worked out over the new outline; what only the new part shows is found by searching again." : `${scenes} ${matched === 1 ? "is" : "are"} for the old outline.`,
    },
    dates: { title: "The dates reach further.", text: "Days outside the last search are missing." },
  }[staleness];
  return (
    <div className={styles.state}>
      <Notice tone="info" icon={<IconRefresh size={18} stroke={1.6} aria-hidden />}>
        <strong>{words.title}</strong> {words.text}
      </Notice>
      {staleness === "outline" && !measured && (
        <Button wide onClick={() => void measure()}>
          Work out what they cover of the new outline
        </Button>
      )}
      <Button tone="primary" wide disabled={!possible} onClick={() => void run()}>
        {staleness === "areas" ? `Search over ${wanted}` : "Search again"} <KeyCap onFill>Ctrl ↵</KeyCap>
      </Button>
    </div>
  );
}
