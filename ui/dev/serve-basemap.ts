import { createReadStream, existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

import type { Plugin } from "vite";

const BASEMAP = fileURLToPath(new URL("../../src-tauri/data/basemap.pmtiles", import.meta.url));

/** Serves the basemap archive to a plain browser, with Range, as the shell's URI scheme does in the program. */
export function serveBasemap(): Plugin {
  return {
    name: "serve-basemap",
    configureServer(server) {
      server.middlewares.use("/swath/basemap.pmtiles", (request, response) => {
        if (!existsSync(BASEMAP)) {
          response.statusCode = 404;
          response.end();
          return;
        }
        const size = statSync(BASEMAP).size;
        const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("Content-Type", "application/octet-stream");
        if (range === null) {
          response.setHeader("Content-Length", size);
          createReadStream(BASEMAP).pipe(response);
          return;
        }
        const start = Number(range[1]);
        const end = Math.min(range[2] ? Number(range[2]) : size - 1, size - 1);
        response.statusCode = 206;
        response.setHeader("Content-Range", `bytes ${String(start)}-${String(end)}/${String(size)}`);
        response.setHeader("Content-Length", end - start + 1);
        createReadStream(BASEMAP, { start, end }).pipe(response);
      });
    },
  };
}
