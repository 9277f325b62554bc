import { Slider } from "@mantine/core";
import { IconArrowsExchange2, IconInfoCircle, IconPhoto, IconPhotoOff } from "@tabler/icons-react";

import { formatShare, formatUtcDate } from "../../shared/format";
import { Button, IconButton, KeyCap } from "../../shared/ui";
import styles from "./Overlay.module.css";
import { useResults } from "./store";
import { useScene } from "./useScene";

/** Over the map while a scene is chosen: its picture on and off, how opaque, and the flicker to the one before. */
export function QuicklookBar() {
  const { selectedId, previousId, quicklook, setQuicklook, flicker, inspectorOpen, setInspector } = useResults();
  const row = useScene(selectedId).data?.row;
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
      <strong>{formatUtcDate(row.acquired).slice(0, -5)}</strong>
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
        <Button size="small" tone="quiet" icon={<IconArrowsExchange2 size={16} stroke={1.6} />} onClick={flicker}>
          Flicker <KeyCap>Q</KeyCap>
        </Button>
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
