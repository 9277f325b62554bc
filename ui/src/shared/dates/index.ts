export * from "./calendar";
export * from "./range";
export * from "./read";
export { useRangeDraft } from "./useRangeDraft";
export type { RangeDraft, Side } from "./useRangeDraft";
