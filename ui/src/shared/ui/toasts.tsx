import { notifications } from "@mantine/notifications";
import { IconAlertTriangle } from "@tabler/icons-react";

import { LinkButton } from "./Button";
import styles from "./toasts.module.css";

type Offer = { message: string; label: string; act: () => void; autoClose: number | false; warning?: boolean };

function offering({ message, label, act, autoClose, warning = false }: Offer): void {
  const id = `offer-${crypto.randomUUID()}`;
  notifications.show({
    id,
    autoClose,
    message: (
      <span>
        {warning && <IconAlertTriangle size={16} stroke={1.8} className={styles.warning} aria-hidden />}
        {message}{" "}
        <LinkButton
          onClick={() => {
            notifications.hide(id);
            act();
          }}
        >
          {label}
        </LinkButton>
      </span>
    ),
  });
}

/** Says that a small thing was done and offers to take it back. */
export function undoable(message: string, undo: () => void): void {
  offering({ message, label: "Undo", act: undo, autoClose: 8000 });
}

/** Says that something was done as it seemed clear, and offers to say otherwise. It stays long enough to look where it was done. */
export function offered(message: string, label: string, act: () => void): void {
  offering({ message, label, act, autoClose: 30_000 });
}

/** Says what became of something that was begun on another page, and offers to go there. It stays until it is read. */
export function elsewhere(message: string, show: () => void, warning: boolean): void {
  offering({ message, label: "Show it", act: show, autoClose: false, warning });
}
