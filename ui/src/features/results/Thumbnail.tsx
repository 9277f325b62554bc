import { IconPhotoOff } from "@tabler/icons-react";
import { useState } from "react";

import { imageUrl } from "../../ipc";
import styles from "./Results.module.css";

/** A scene's small picture; a quiet mark in its place when there is none. */
export function Thumbnail({ id, kind = "thumbnail" }: { id: string; kind?: "thumbnail" | "quicklook" }) {
  const [missing, setMissing] = useState<string | null>(null);
  const source = imageUrl(`${kind}/${encodeURIComponent(id)}`);
  return missing === source ? (
    <span className={styles.noPicture}>
      <IconPhotoOff size={18} stroke={1.4} aria-label="No picture" />
    </span>
  ) : (
    <img
      src={source}
      alt=""
      decoding="async"
      draggable={false}
      onError={() => {
        setMissing(source);
      }}
    />
  );
}
