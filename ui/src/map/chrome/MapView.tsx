import "maplibre-gl/dist/maplibre-gl.css";

import { useComputedColorScheme } from "@mantine/core";
import type { ReactNode } from "react";
import { useEffect, useRef, useState } from "react";

import { EmptyState } from "../../shared/ui";
import { useMap } from "../context";
import { hasWebGl2 } from "../webgl";
import styles from "./MapView.module.css";
import { StatusBar } from "./StatusBar";
import { ZoomControls } from "./ZoomControls";

/** Mounts the one map; `children` lie over it. It is made once and never again. */
export function MapView({ children, onLocate }: { children?: ReactNode; onLocate: (() => void) | null }) {
  const map = useMap();
  const scheme = useComputedColorScheme("dark");
  const container = useRef<HTMLDivElement>(null);
  const [drawable] = useState(hasWebGl2);

  useEffect(() => (container.current === null || !drawable ? undefined : map.attach(container.current)), [map, drawable]);
  useEffect(() => {
    map.restyle();
  }, [map, scheme]);

  if (!drawable) {
    return (
      <div className={styles.view}>
        <EmptyState title="The map can't be drawn here">
          This computer offers no WebGL 2. Update its graphics driver, or give areas by file or by text: searching, pricing and ordering work without the map.
        </EmptyState>
        {/* The dialogs for files and text are among them. */}
        {children}
      </div>
    );
  }
  return (
    <div className={styles.view}>
      {/* MapLibre's canvas is itself the region called “Map”. */}
      <div className={styles.map} ref={container} />
      {children}
      <ZoomControls onLocate={onLocate} />
      <StatusBar />
    </div>
  );
}
