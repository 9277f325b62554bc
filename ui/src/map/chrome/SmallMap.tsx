import "maplibre-gl/dist/maplibre-gl.css";

import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

import type { Polygon } from "../../ipc";
import { SmallPicture } from "../smallPicture";
import { hasWebGl2 } from "../webgl";
import styles from "./SmallMap.module.css";

/** A picture of where outlines lie, with the land round them; it does not move under the pointer. Where nothing can be drawn it is
 * left out: words beside it say the same. */
export function SmallMap({ polygons, label }: { polygons: readonly Polygon[]; label: string }) {
  const scheme = useComputedColorScheme("dark");
  const container = useRef<HTMLDivElement>(null);
  const picture = useRef<SmallPicture | null>(null);
  const [drawable] = useState(hasWebGl2);
  const outlines = JSON.stringify(polygons.map(({ coordinates }) => coordinates));

  useEffect(() => {
    if (container.current === null) {
      return undefined;
    }
    const made = new SmallPicture(container.current);
    picture.current = made;
    return () => {
      picture.current = null;
      made.remove();
    };
    // Another theme has other colours: the picture is made anew.
  }, [scheme]);
  useEffect(() => {
    picture.current?.show(JSON.parse(outlines) as Polygon["coordinates"][]);
  }, [outlines, scheme]);

  return drawable ? <div className={styles.picture} role="img" aria-label={label} ref={container} /> : null;
}
