import { TextInput } from "@mantine/core";
import { useState, type ReactNode } from "react";

type CommittedFieldProps = {
  label: string;
  value: string;
  /** Saves the text; while it runs the typed text stays. */
  onCommit: (text: string) => Promise<unknown>;
  description?: string | undefined;
  error?: string | null;
  disabled?: boolean;
  required?: boolean;
  mono?: boolean;
  placeholder?: string;
  rightSection?: ReactNode;
  className?: string | undefined;
  /** What is wrong with the text as it stands; it is not saved before that is mended. */
  check?: (text: string) => string | null;
};

/** A text that is saved when the user leaves it or presses Enter, and put back with Escape. */
export function CommittedField({ value, onCommit, check, error, mono = false, required = false, ...rest }: CommittedFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const fault = draft === null ? null : (check?.(draft) ?? null);
  const commit = () => {
    if (draft === null || fault !== null) {
      return;
    }
    if (draft.trim() === value) {
      setDraft(null);
      return;
    }
    void onCommit(draft.trim()).finally(() => {
      setDraft((now) => (now === draft ? null : now));
    });
  };
  return (
    <TextInput
      {...rest}
      required={required}
      withAsterisk={false}
      classNames={mono ? { input: "mono" } : {}}
      inputWrapperOrder={["label", "input", "error", "description"]}
      autoComplete="off"
      spellCheck={false}
      value={draft ?? value}
      error={fault ?? error}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          commit();
        } else if (event.key === "Escape") {
          setDraft(null);
        }
      }}
    />
  );
}
