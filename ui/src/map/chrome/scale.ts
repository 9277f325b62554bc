/** The largest 1, 2 or 5 times a power of ten that is not more than `km`. */
export function roundScale(km: number): number {
  const power = 10 ** Math.floor(Math.log10(km));
  const lead = km / power;
  return (lead >= 5 ? 5 : lead >= 2 ? 2 : 1) * power;
}

/** A round length without decimals: `5 km`, `200 m`. */
export function scaleLabel(km: number): string {
  return km < 1 ? `${String(Math.round(km * 1000))}\u00a0m` : `${String(km)}\u00a0km`;
}
