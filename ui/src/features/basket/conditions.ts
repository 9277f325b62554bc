//! Which production options may be chosen right now, and why not. The contract's own list says "only if processing is
//! ortho"; this turns such a condition into yes, no and a short reason.
import type { OptionCondition, OptionValue, ProductionOption } from "../../ipc";

export type Chosen = ReadonlyMap<string, string>;

/** Whether the condition lets its option or value stand, given what is chosen. */
export function holds(condition: OptionCondition | null, chosen: Chosen): boolean {
  if (condition === null) {
    return true;
  }
  const value = chosen.get(condition.option);
  const matches = value !== undefined && condition.values.includes(value);
  return condition.inverted ? !matches : matches;
}

/** The condition in words, with the labels the contract gives: "only with ortho or projected", "not with primary". */
export function inWords(condition: OptionCondition, options: readonly ProductionOption[]): string {
  const controlling = options.find((option) => option.key === condition.option);
  const labels = condition.values.map((id) => lowerFirst(controlling?.values.find((value) => value.id === id)?.label ?? id));
  return `${condition.inverted ? "not" : "only"} with ${joinWithOr(labels)}`;
}

export interface OptionStanding {
  available: boolean;
  mandatory: boolean;
  /** The condition in words, present whether or not it holds. */
  condition: string | null;
}

export function standingOf(option: ProductionOption, chosen: Chosen, options: readonly ProductionOption[]): OptionStanding {
  const available = holds(option.onlyIf, chosen);
  return {
    available,
    mandatory: option.mandatory === "always" || (option.mandatory === "whileConditionHolds" && available),
    condition: option.onlyIf === null ? null : inWords(option.onlyIf, options),
  };
}

export interface ValueStanding {
  value: OptionValue;
  available: boolean;
  condition: string | null;
}

/** The values of a list with the reason beside each that can't be chosen now. */
export function valueStandings(option: ProductionOption, chosen: Chosen, options: readonly ProductionOption[]): ValueStanding[] {
  return option.values.map((value) => {
    const available = holds(value.onlyIf, chosen);
    return { value, available, condition: available || value.onlyIf === null ? null : inWords(value.onlyIf, options) };
  });
}

/** What is wrong with a number as typed; null when it may stand. An empty text means "no value". */
export function numberFault(text: string, range: [number, number] | null): string | null {
  const trimmed = text.trim();
  if (trimmed === "") {
    return null;
  }
  const value = Number(trimmed);
  if (!Number.isFinite(value)) {
    return "Needs a number";
  }
  if (range !== null && (value < range[0] || value > range[1])) {
    return `Needs ${String(range[0])} to ${String(range[1])}`;
  }
  return null;
}

function joinWithOr(words: string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

/** "Ortho" reads as "only with ortho"; "UTM" and "8 bits" stay. */
function lowerFirst(label: string): string {
  return /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLocaleLowerCase("en") + label.slice(1) : label;
}
