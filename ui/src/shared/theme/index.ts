// The fonts, the tokens and Mantine's theme. Import order is the cascade: Mantine's layer, tokens, then ours.
import "@fontsource-variable/inter/wght.css";
import "@fontsource/jetbrains-mono/latin-400.css";
import "@fontsource/jetbrains-mono/latin-500.css";
import "@mantine/core/styles.layer.css";
import "@mantine/dates/styles.layer.css";
import "@mantine/notifications/styles.layer.css";
import "./tokens.css";
import "./mantine.css";
import "./base.css";

export { theme } from "./mantineTheme";
