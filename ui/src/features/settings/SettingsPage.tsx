import { useSettings } from "../../shared/query";
import { ErrorNotice, Page, SettingsFault, SkeletonRows } from "../../shared/ui";
import { About } from "./About";
import { ConnectionCard } from "./ConnectionCard";
import { Doctor } from "./Doctor";
import { Preferences } from "./Preferences";
import styles from "./SettingsPage.module.css";

export function SettingsPage() {
  const settings = useSettings();
  return (
    <Page title="Settings">
      <div className={styles.columns}>
        <div className={styles.column}>
          {settings.data !== undefined && <SettingsFault settings={settings.data} />}
          <ConnectionCard />
          {settings.isPending && <SkeletonRows count={3} picture={false} label="Loading the settings" />}
          {settings.isError && <ErrorNotice error={settings.error} onRetry={() => void settings.refetch()} />}
          {settings.data !== undefined && <Preferences settings={settings.data} />}
        </div>
        <div className={styles.column}>
          <Doctor />
          <About />
        </div>
      </div>
    </Page>
  );
}
