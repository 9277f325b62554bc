import { useClickOutside } from "@mantine/hooks";
import { useState } from "react";

import type { ButtonProps } from "./Button";
import { Button } from "./Button";

type ConfirmButtonProps = Omit<ButtonProps, "onClick" | "children"> & {
  children: string;
  /** The words of the second, deliberate press. */
  confirm: string;
  onConfirm: () => void;
};

/** Asks once more in its own place before it acts; anything else takes the question back. */
export function ConfirmButton({ children, confirm, onConfirm, ...rest }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  const outside = useClickOutside<HTMLButtonElement>(() => {
    setAsking(false);
  });
  return (
    <Button
      {...rest}
      ref={outside}
      tone={asking ? "danger" : (rest.tone ?? "default")}
      onBlur={() => {
        setAsking(false);
      }}
      onClick={() => {
        setAsking(!asking);
        if (asking) {
          onConfirm();
        }
      }}
    >
      {asking ? confirm : children}
    </Button>
  );
}
