import { IconPhotoOff } from "@tabler/icons-react";
import { useState } from "react";

import { imageUrl } from "../../ipc";
import styles from "./SceneThumbnail.module.css";

/** The small picture of a scene; its place stays when there is none. */
export function SceneThumbnail({ sceneId, name, size = 48 }: { sceneId: string; name: string; size?: number }) {
  const [missing, setMissing] = useState(false);
  if (missing) {
    return (
      <span className={styles.missing} style={{ width: size, height: size }} role="img" aria-label={`No picture of ${name}`} title="No picture came from the vendor">
        <IconPhotoOff size={18} stroke={1.6} aria-hidden />
      </span>
    );
  }
  return (
    <img
      className={styles.picture}
      src={imageUrl(`thumbnail/${encodeURIComponent(sceneId)}`)}
      alt={name}
      width={size}
      height={size}
      loading="lazy"
      onError={() => {
        setMissing(true);
      }}
    />
  );
}
