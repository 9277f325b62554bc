import { Select } from "@mantine/core";

import type { ProductionOption } from "../../ipc";
import styles from "./BasketPage.module.css";
import { CommittedField } from "./CommittedField";
import { numberFault, standingOf, valueStandings, type Chosen } from "./conditions";

type OptionFieldProps = {
  option: ProductionOption;
  options: readonly ProductionOption[];
  chosen: Chosen;
  problem: string | null;
  onChange: (value: string | null) => Promise<unknown>;
};

/** A value with more letters than this does not fit into half of the form. */
const LONG = 20;

/** One production option as the contract describes it. What can't be chosen stays in its place and says why. */
export function OptionField({ option, options, chosen, problem, onChange }: OptionFieldProps) {
  const { available, mandatory, condition } = standingOf(option, chosen, options);
  const value = available ? (chosen.get(option.key) ?? null) : null;
  const description = condition ?? (mandatory ? undefined : "optional");
  if (option.kind === "list") {
    const shown = option.values.find((one) => one.id === value)?.label;
    return (
      <Select
        className={option.values.some((one) => one.label.length > LONG) ? styles.whole : undefined}
        title={shown}
        label={option.label}
        description={description}
        inputWrapperOrder={["label", "input", "error", "description"]}
        data={valueStandings(option, chosen, options).map((standing) => ({
          value: standing.value.id,
          label: standing.condition === null ? standing.value.label : `${standing.value.label}, ${standing.condition}`,
          disabled: !standing.available,
        }))}
        value={value}
        error={problem}
        disabled={!available}
        required={mandatory}
        withAsterisk={false}
        placeholder={available ? "Choose" : "–"}
        allowDeselect={false}
        clearable={!mandatory && option.defaultValue === null}
        searchable={option.values.length > 12}
        onChange={(next) => void onChange(next)}
      />
    );
  }
  return (
    <CommittedField
      label={option.label}
      description={[rangeWords(option), description].filter((part) => part !== undefined).join(", ") || undefined}
      value={value ?? ""}
      error={problem}
      disabled={!available}
      required={mandatory}
      placeholder={available ? "" : "–"}
      {...(option.kind === "number" ? { check: (text: string) => numberFault(text, option.range) } : {})}
      onCommit={(text) => onChange(text === "" ? null : text)}
    />
  );
}

function rangeWords({ kind, range }: ProductionOption): string | undefined {
  return kind === "number" && range !== null ? `${String(range[0])} to ${String(range[1])}` : undefined;
}
