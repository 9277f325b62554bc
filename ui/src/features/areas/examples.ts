// Three places to begin with, as real outlines over real ground.
import type { Polygon } from "../../ipc";

export type Example = { name: string; about: string; polygon: Polygon };

const outline = (...points: [number, number][]): Polygon => ({ type: "Polygon", coordinates: [[...points, ...points.slice(0, 1)]] });

export const EXAMPLES: Example[] = [
  {
    name: "Tagus estuary, east bank",
    about: "river, town and marsh under sea clouds",
    polygon: outline(
      [-9.0162, 38.9031],
      [-8.9533, 38.9004],
      [-8.9062, 38.8603],
      [-8.8832, 38.7913],
      [-8.9278, 38.7512],
      [-8.9094, 38.7276],
      [-8.9592, 38.688],
      [-9.0195, 38.6645],
      [-9.0902, 38.688],
      [-9.1334, 38.7078],
      [-9.1053, 38.7517],
      [-9.1105, 38.7913],
      [-9.0483, 38.8405],
    ),
  },
  {
    name: "Port of Rotterdam",
    about: "ships, tanks and new land",
    polygon: outline([3.985, 51.945], [4.03, 51.985], [4.09, 51.985], [4.17, 51.955], [4.235, 51.915], [4.2, 51.895], [4.13, 51.92], [4.05, 51.93]),
  },
  {
    name: "Suva bay",
    about: "reef and harbour near the 180th meridian",
    polygon: outline([178.36, -18.2], [178.5, -18.2], [178.52, -18.13], [178.44, -18.09], [178.36, -18.12]),
  },
];
