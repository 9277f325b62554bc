import { IconPhotoOff } from "@tabler/icons-react";
import { useState } from "react";

import { imageUrl } from "../../ipc";
import { useReach, useUnanswered } from "../../shared/session";
import styles from "./SceneThumbnail.module.css";

/** The small picture of a scene; its place stays when there is none. */
export function SceneThumbnail({ sceneId, name, size = 48 }: { sceneId: string; name: string; size?: number }) {
  const unanswered = useUnanswered(`thumbnail/${sceneId}`);
  // What failed is asked for again once the vendor answers again.
  const returns = useReach((state) => state.returns);
  const [missing, setMissing] = useState<number | null>(null);
  if (missing === returns) {
    return (
      <span className={styles.missing} style={{ width: size, height: size }} role="img" aria-label={`No picture of ${name}`} title={unanswered ? "The vendor gave no answer for the picture" : "No picture came from the vendor"}>
        <IconPhotoOff size={18} stroke={1.6} aria-hidden />
      </span>
    );
  }
  return (
    <img
      key={returns}
      className={styles.picture}
      src={imageUrl(`thumbnail/${encodeURIComponent(sceneId)}`)}
      alt={name}
      width={size}
      height={size}
      loading="lazy"
      onError={() => {
        setMissing(returns);
      }}
    />
  );
}
