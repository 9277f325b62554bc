export { useActivities } from "./activity";
export type { Activity } from "./activity";
export { useSelection } from "./selection";
export { TEXT_SCALES, useTextScale } from "./textScale";
export { useShown } from "./useShown";
export { answersAgain, listenForSilence, useReach, useUnanswered } from "./reach";
