import { Modal, TextInput } from "@mantine/core";
import { useState } from "react";

import type { SceneDetail } from "../../ipc";
import styles from "./Inspector.module.css";

/** Every key the vendor gave for a scene, as it came. */
export function AllKeys({ detail, opened, onClose }: { detail: SceneDetail; opened: boolean; onClose: () => void }) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = detail.properties.filter(({ key, value }) => `${key} ${value}`.toLowerCase().includes(wanted));
  return (
    <Modal opened={opened} onClose={onClose} title="All keys of this scene" size={620}>
      <TextInput
        aria-label="Find a key"
        placeholder="Find a key or value"
        value={text}
        data-autofocus
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached and scrolled by the keyboard */}
      <div className={styles.keys} role="group" aria-label="All that the archive says" tabIndex={0}>
        <table>
          <tbody>
            {shown.map(({ key, value }) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td className="selectable mono">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Modal>
  );
}
