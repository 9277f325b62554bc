import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { underFrozenPrototypes } from "./dev/frozen-prototypes.ts";
import { serveBasemap } from "./dev/serve-basemap.ts";
import { servePictures } from "./dev/serve-pictures.ts";

export default defineConfig({
  plugins: [react(), serveBasemap(), servePictures(), underFrozenPrototypes()],
  // Relative addresses work under every custom scheme the shell may serve the page from.
  base: "./",
  build: {
    // The oldest webviews the shell runs in.
    target: ["safari16", "chrome111"],
    chunkSizeWarningLimit: 1600,
    // A data: address for a small font or picture would need a wider content policy.
    assetsInlineLimit: 0,
  },
  // MapLibre 6 starts its worker from its own module file; a pre-bundled copy breaks that.
  optimizeDeps: { exclude: ["maplibre-gl"] },
  server: { port: 5173, strictPort: true },
  clearScreen: false,
  test: {
    // A busy machine is slow, not wrong: nothing here is judged by its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    environment: "jsdom",
    setupFiles: ["src/test/setup.ts"],
    css: false,
    restoreMocks: true,
  },
});
