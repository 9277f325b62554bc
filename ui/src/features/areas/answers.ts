import type { ReadAnswers } from "../../ipc";

/** The first reading of a file or text: nothing has been asked yet. */
export const UNANSWERED: ReadAnswers = { layer: null, axisOrder: null, epsg: null };
