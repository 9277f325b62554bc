import { IconPhotoOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";

import { imageUrl } from "../../ipc";
import { useReach, useUnanswered } from "../../shared/session";
import { pictureArrived, wantPicture, wasGivenUp } from "./pictureDemand";
import styles from "./Results.module.css";

/** A picture is asked for once it has been in view for so long: what is only scrolled past is never fetched. */
const SETTLED_MS = 120;
/** Pictures that were asked for before are at hand, and show at once. */
const asked = new Set<string>();

/** A scene's small picture; a quiet mark in its place when there is none. */
export function Thumbnail({ id, kind = "thumbnail" }: { id: string; kind?: "thumbnail" | "quicklook" }) {
  const name = `${kind}/${id}`;
  const unanswered = useUnanswered(name);
  // What failed is asked for again once the vendor answers again.
  const returns = useReach((state) => state.returns);
  const [missing, setMissing] = useState<string | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [settled, setSettled] = useState<string | null>(() => (asked.has(name) ? name : null));
  useEffect(() => {
    const timer = setTimeout(
      () => {
        asked.add(name);
        setSettled(name);
      },
      asked.has(name) ? 0 : SETTLED_MS,
    );
    return () => {
      clearTimeout(timer);
    };
  }, [name]);
  useEffect(() => (settled === null ? undefined : wantPicture(settled)), [settled]);

  if (missing === `${name} ${String(returns)}`) {
    return (
      <span className={styles.noPicture}>
        <IconPhotoOff size={18} stroke={1.4} aria-hidden />
        <span>{unanswered ? "No answer for the picture" : "No picture"}</span>
      </span>
    );
  }
  return settled === null ? (
    <span className={styles.noPicture} />
  ) : (
    <img
      key={`${String(attempt)} ${String(returns)}`}
      src={imageUrl(addressOf(settled))}
      alt=""
      decoding="async"
      draggable={false}
      onLoad={() => {
        pictureArrived(settled);
      }}
      onError={() => {
        if (wasGivenUp(settled)) {
          setAttempt(attempt + 1);
        } else {
          pictureArrived(settled);
          setMissing(`${settled} ${String(returns)}`);
        }
      }}
    />
  );
}

function addressOf(name: string): string {
  const [kind = "", ...id] = name.split("/");
  return `${kind}/${encodeURIComponent(id.join("/"))}`;
}
