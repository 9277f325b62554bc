import { Slider } from "@mantine/core";
import { IconArrowsExchange2, IconInfoCircle, IconLayoutColumns, IconPhoto, IconPhotoOff, IconStar, IconStarFilled } from "@tabler/icons-react";

import { formatShare, formatUtcDayAndMonth } from "../../shared/format";
import { Button, IconButton, KeyCap } from "../../shared/ui";
import styles from "./Overlay.module.css";
import { useResults } from "./store";
import { useKept } from "./usePictures";
import { useScene } from "./useScene";

/** Over the map while a scene is chosen: its picture on and off, how opaque, and the flicker to the one before. */
export function QuicklookBar() {
  const { selectedId, previousId, quicklook, setQuicklook, flicker, inspectorOpen, setInspector } = useResults();
  const row = useScene(selectedId).data?.row;
  const kept = useKept();
  if (selectedId === null || row === undefined) {
    return null;
  }
  return (
    <div className={styles.bar} role="toolbar" aria-label="Picture on the map">
      <IconButton
        label={quicklook.shown ? "Hide the picture" : "Show the picture"}
        tooltip={quicklook.shown ? "Hide the picture · O" : "Show the picture · O"}
        size="small"
        aria-pressed={quicklook.shown}
        onClick={() => {
          setQuicklook({ shown: !quicklook.shown });
        }}
      >
        {quicklook.shown ? <IconPhoto size={17} stroke={1.6} /> : <IconPhotoOff size={17} stroke={1.6} />}
      </IconButton>
      <strong>{formatUtcDayAndMonth(row.acquired)}</strong>
      <Slider
        className={styles.opacity ?? ""}
        thumbLabel="Opacity of the picture"
        size={3}
        thumbSize={14}
        min={0}
        max={1}
        step={0.01}
        label={null}
        value={quicklook.opacity}
        disabled={!quicklook.shown}
        onChange={(opacity) => {
          setQuicklook({ opacity });
        }}
      />
      <span className={styles.percent}>{formatShare(Math.round(quicklook.opacity * 100))}</span>
      {previousId !== null && (
        <Button
          size="small"
          tone="quiet"
          icon={<IconLayoutColumns size={16} stroke={1.6} />}
          aria-pressed={quicklook.split !== null}
          onClick={() => {
            setQuicklook({ split: quicklook.split === null ? 0.5 : null, shown: true });
          }}
        >
          <span className={styles.word}>Split</span>
        </Button>
      )}
      {previousId !== null && (
        <Button size="small" tone="quiet" icon={<IconArrowsExchange2 size={16} stroke={1.6} />} onClick={flicker}>
          <span className={styles.word}>
            Flicker <KeyCap>Q</KeyCap>
          </span>
        </Button>
      )}
      {kept.length > 0 && (
        <IconButton
          label={quicklook.kept ? "Hide the pictures of kept scenes" : "Show the pictures of kept scenes"}
          size="small"
          aria-pressed={quicklook.kept}
          onClick={() => {
            setQuicklook({ kept: !quicklook.kept, shown: true });
          }}
        >
          {quicklook.kept ? <IconStarFilled size={16} /> : <IconStar size={16} stroke={1.6} />}
        </IconButton>
      )}
      {!inspectorOpen && (
        <IconButton
          label="Show details"
          tooltip="Show details · Enter"
          size="small"
          onClick={() => {
            setInspector(true);
          }}
        >
          <IconInfoCircle size={17} stroke={1.6} />
        </IconButton>
      )}
    </div>
  );
}
