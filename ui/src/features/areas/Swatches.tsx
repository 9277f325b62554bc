import styles from "./Areas.module.css";

/** The colours an area can have, by the words of the border. */
const COLOURS: readonly { id: string; name: string }[] = [
  { id: "rose", name: "Rose" },
  { id: "violet", name: "Violet" },
  { id: "teal", name: "Teal" },
  { id: "lime", name: "Lime" },
  { id: "sand", name: "Sand" },
];

export function Swatches({ chosen, onChoose }: { chosen: string; onChoose: (colour: string) => void }) {
  return (
    <div className={styles.swatches} role="group" aria-label="Colour">
      {COLOURS.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          role="menuitemradio"
          className={styles.swatch}
          data-color={id}
          aria-label={name}
          aria-checked={chosen === id}
          onClick={() => {
            onChoose(id);
          }}
        />
      ))}
    </div>
  );
}
