// Months counted one after the other, so that a span of them is two numbers.
import type { SceneFacets } from "../../ipc";

export type Month = SceneFacets["months"][number];

export const monthNumber = (year: number, month: number): number => year * 12 + month - 1;

export function firstDay(number: number): string {
  return `${String(Math.floor(number / 12)).padStart(4, "0")}-${String((number % 12) + 1).padStart(2, "0")}-01`;
}

export function lastDay(number: number): string {
  return new Date(Date.UTC(Math.floor(number / 12), (number % 12) + 1, 0)).toISOString().slice(0, 10);
}
