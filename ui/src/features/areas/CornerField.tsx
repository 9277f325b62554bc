import { TextInput, Tooltip } from "@mantine/core";
import { useEffect, useRef } from "react";

import { reach, useMap } from "../../map";
import type { EditorState, Point } from "../../map";
import { formatCoordinates, parseLength, parsePoint, parseSize, parseStride } from "../../shared/format";
import styles from "./Overlay.module.css";
import { useCorner } from "./corner";

type Drawing = Extract<EditorState, { mode: "draw" }>;

const NEXT: Record<Drawing["tool"], readonly string[]> = {
  polygon: ["Type a corner: lon, lat", "Corner, or 5 km 90°"],
  rectangle: ["Type a corner: lon, lat", "Opposite one, or 5 × 3 km"],
  angled: ["One end of a side: lon, lat", "Other end, or 5 km 30°", "A point on the far side"],
  circle: ["Centre: lon, lat", "Radius: 5 km"],
  line: ["One end of the cut: lon, lat", "Its other end: lon, lat"],
  freehand: [],
};

/** A corner as figures, for those who know it or who do not use a pointer. Enter takes it, Enter in the empty field
 * finishes. */
export function CornerField({ drawing }: { drawing: Drawing }) {
  const map = useMap();
  const { editor } = map;
  const { text, asked, write } = useCorner();
  const input = useRef<HTMLInputElement>(null);
  const labels = NEXT[drawing.tool];
  const label = labels[Math.min(drawing.points.length, labels.length - 1)] ?? "";
  const at = readCorner(text, drawing);

  useEffect(() => {
    if (asked > 0) {
      input.current?.focus();
    }
  }, [asked]);

  return (
    <Tooltip label={at === null ? label : formatCoordinates(at[0], at[1])} opened={at !== null} position="top">
      <TextInput
        ref={input}
        className={styles.corner ?? ""}
        size="xs"
        aria-label={label}
        placeholder={label}
        value={text}
        error={text !== "" && at === null}
        onChange={(event) => {
          write(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            event.preventDefault();
            if (text === "") {
              editor.dispatch({ type: "finish" });
            } else if (at !== null) {
              write("");
              editor.dispatch({ type: "place", at });
              // What was typed may lie beyond what is seen.
              map.reveal(at);
            }
          } else if (event.key === "Escape") {
            event.preventDefault();
            if (text === "") {
              editor.dispatch({ type: "cancel" });
            } else {
              write("");
            }
          } else if (event.key === "Backspace" && text === "") {
            editor.dispatch({ type: "backspace" });
          }
        }}
      />
    </Tooltip>
  );
}

/** The point a text stands for: coordinates, or what is easier to say with the points that are there: a circle's radius, a
 * box's sides, a side's length and direction. */
export function readCorner(text: string, { tool, points }: Drawing): Point | null {
  const last = points.at(-1);
  if (last === undefined) {
    return parsePoint(text);
  }
  if (tool === "circle") {
    const km = parseLength(text);
    return km === null ? parsePoint(text) : reach(last, 90, km);
  }
  const size = tool === "rectangle" ? parseSize(text) : null;
  if (size !== null) {
    return [reach(last, 90, size[0])[0], reach(last, 0, size[1])[1]];
  }
  const stride = parseStride(text);
  return stride === null ? parsePoint(text) : reach(last, stride.bearing, stride.km);
}
