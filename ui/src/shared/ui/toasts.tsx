import { notifications } from "@mantine/notifications";

import { LinkButton } from "./Button";

/** Says that a small thing was done and offers to take it back. */
export function undoable(message: string, undo: () => void): void {
  const id = `undo-${crypto.randomUUID()}`;
  notifications.show({
    id,
    autoClose: 8000,
    message: (
      <span>
        {message}{" "}
        <LinkButton
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </LinkButton>
      </span>
    ),
  });
}
