import { Tooltip } from "@mantine/core";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";

import styles from "./Button.module.css";

type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "type">;

export type ButtonProps = Native & {
  /** One primary a screen; danger is outlined and stands apart. Amber is `MoneyButton`'s alone. */
  tone?: "primary" | "default" | "quiet" | "danger";
  size?: "normal" | "small";
  wide?: boolean;
  busy?: boolean;
  submit?: boolean;
  icon?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

function classes(...names: (string | false | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}

export function Button({ tone = "default", size = "normal", wide = false, busy = false, submit = false, icon, className, children, disabled, ...rest }: ButtonProps) {
  return (
    <button
      type={submit ? "submit" : "button"}
      className={classes(styles.button, styles[tone], size === "small" && styles.small, wide && styles.wide, className)}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {icon}
      {children}
    </button>
  );
}

/** The only amber button: it spends, and its words name the amount. */
export function MoneyButton({ busy = false, wide = false, className, children, disabled, ...rest }: Omit<ButtonProps, "tone" | "size">) {
  return (
    <button
      type="button"
      className={classes(styles.button, styles.money, wide && styles.wide, className)}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {children}
    </button>
  );
}

export type IconButtonProps = Native & {
  /** Its accessible name, also shown as a tooltip. */
  label: string;
  tone?: "default" | "quiet";
  size?: "normal" | "small";
  tooltip?: ReactNode;
  ref?: Ref<HTMLButtonElement>;
};

export function IconButton({ label, tone = "quiet", size = "normal", tooltip, className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={tooltip ?? label}>
      <button type="button" aria-label={label} className={classes(styles.button, styles[tone], size === "small" ? styles.iconSmall : styles.icon, className)} {...rest}>
        {children}
      </button>
    </Tooltip>
  );
}

/** A button that reads as a link: it stays on the page. */
export function LinkButton({ className, children, ...rest }: Native) {
  return (
    <button type="button" className={classes(styles.link, className)} {...rest}>
      {children}
    </button>
  );
}
