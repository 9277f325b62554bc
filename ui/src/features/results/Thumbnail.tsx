import { IconPhotoOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import { imageUrl } from "../../ipc";
import styles from "./Results.module.css";

/** A picture is asked for once it has been in view for so long: what is only scrolled past is never fetched. */
const SETTLED_MS = 120;
/** Pictures that were asked for before are at hand, and show at once. */
const asked = new Set<string>();

/** A scene's small picture; a quiet mark in its place when there is none. */
export function Thumbnail({ id, kind = "thumbnail" }: { id: string; kind?: "thumbnail" | "quicklook" }) {
  const [missing, setMissing] = useState<string | null>(null);
  const source = imageUrl(`${kind}/${encodeURIComponent(id)}`);
  const [settled, setSettled] = useState<string | null>(() => (asked.has(source) ? source : null));
  useEffect(() => {
    const timer = setTimeout(
      () => {
        asked.add(source);
        setSettled(source);
      },
      asked.has(source) ? 0 : SETTLED_MS,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [source]);

  if (missing === source) {
    return (
      <span className={styles.noPicture}>
        <IconPhotoOff size={18} stroke={1.4} aria-label="No picture" />
      </span>
    );
  }
  return settled === null ? (
    <span className={styles.noPicture} />
  ) : (
    <img
      src={settled}
      alt=""
      decoding="async"
      draggable={false}
      onError={() => {
        setMissing(settled);
      }}
    />
  );
}
