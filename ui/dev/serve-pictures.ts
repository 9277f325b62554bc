import { crc32, deflateSync } from "node:zlib";

import type { Plugin } from "vite";

/** Draws a small landscape for every scene of the in-memory twin, so that lists and map can be worked on in a browser. */
export function servePictures(): Plugin {
  return {
    name: "serve-pictures",
    configureServer(server) {
      server.middlewares.use("/swath/", (request, response, next) => {
        const match = /^\/(thumbnail|quicklook)\/([^?]+)/.exec(request.url ?? "");
        if (match === null) {
          next();
          return;
        }
        response.setHeader("Content-Type", "image/png");
        response.setHeader("Cache-Control", "max-age=3600");
        response.end(png(match[1] === "thumbnail" ? 96 : 320, match[2] ?? ""));
      });
    },
  };
}

type Colour = [number, number, number];

function landscape(x: number, y: number, seed: number): Colour {
  const height = noise(x * 3, y * 3, seed);
  const cloud = noise(x * 4 + 9, y * 4, seed + 5);
  const speckle = noise(x * 40, y * 40, seed + 2) * 18;
  if (cloud > 0.68) {
    return [236, 238, 241];
  }
  if (height < 0.42) {
    return [34 + speckle * 0.4, 78 + speckle * 0.5, 92 + speckle * 0.5];
  }
  const dry = noise(x * 9, y * 9, seed + 3);
  return [70 + dry * 80 + speckle, 84 + dry * 40 + speckle, 52 + dry * 30 + speckle];
}

function lattice(x: number, y: number, seed: number): number {
  const value = Math.sin(x * 127.1 + y * 311.7 + seed * 74.7) * 43758.5453;
  return value - Math.floor(value);
}

function noise(x: number, y: number, seed: number): number {
  let sum = 0;
  let weight = 0.5;
  for (let octave = 0; octave < 4; octave += 1) {
    const [cellX, cellY] = [Math.floor(x), Math.floor(y)];
    const smooth = (t: number) => t * t * (3 - 2 * t);
    const [u, v] = [smooth(x - cellX), smooth(y - cellY)];
    const top = lattice(cellX, cellY, seed) * (1 - u) + lattice(cellX + 1, cellY, seed) * u;
    const bottom = lattice(cellX, cellY + 1, seed) * (1 - u) + lattice(cellX + 1, cellY + 1, seed) * u;
    sum += weight * (top * (1 - v) + bottom * v);
    weight /= 2;
    [x, y] = [x * 2, y * 2];
  }
  return sum / 0.9375;
}

function png(size: number, name: string): Buffer {
  const seed = crc32(name) % 997;
  const raw = Buffer.alloc(size * (size * 3 + 1));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      landscape(x / size, y / size, seed).forEach((value, part) => {
        raw[y * (size * 3 + 1) + 1 + x * 3 + part] = Math.min(255, Math.round(value));
      });
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", header), chunk("IDAT", deflateSync(raw)), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const result = Buffer.alloc(body.length + 8);
  result.writeUInt32BE(data.length, 0);
  body.copy(result, 4);
  result.writeUInt32BE(crc32(body), body.length + 4);
  return result;
}
