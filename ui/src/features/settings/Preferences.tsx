import { SegmentedControl, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { IconFolder } from "@tabler/icons-react";

import { ipc, type Settings, type Theme } from "../../ipc";
import { compareDecimals, formatShare } from "../../shared/format";
import { TEXT_SCALES, useTextScale } from "../../shared/session";
import { Button, Card, ErrorNotice } from "../../shared/ui";
import { CommittedField } from "../basket";
import { isProxyAddress } from "../connection";
import { MonthSum } from "./MonthSum";
import styles from "./SettingsPage.module.css";
import { useSettingsEdit } from "./useSettingsEdit";

const THEMES: { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

/** What the user may set; every change is saved at once. */
export function Preferences({ settings }: { settings: Settings }) {
  const edit = useSettingsEdit();
  const save = (patch: Partial<Settings>) => edit.mutateAsync(patch).catch(() => undefined);
  return (
    <>
      <Card title="Spending">
        <div className={styles.stack}>
          <CommittedField
            label="Amount above which it has to be typed"
            description="Above it an order, or the acceptance of a quotation, leaves only after its amount was typed. Empty: a second press is enough."
            value={settings.amountToType ?? ""}
            placeholder="no limit"
            check={amountFault}
            onCommit={(text) => save({ amountToType: text === "" ? null : text })}
          />
          <CommittedField
            label="Most that one order may cost"
            description="In the currency of the contract. What costs more is stopped before it leaves."
            value={settings.orderLimit ?? ""}
            placeholder="no limit"
            check={amountFault}
            onCommit={(text) => save({ orderLimit: text === "" ? null : text })}
          />
          <CommittedField
            label="Most that one month may cost"
            description="All contracts of a currency together, from the first of the month, UTC. Orders that are not known yet count."
            value={settings.monthLimit ?? ""}
            placeholder="no limit"
            check={amountFault}
            onCommit={(text) => save({ monthLimit: text === "" ? null : text })}
          />
          <MonthSum />
        </div>
      </Card>
      <Card title="Files and network">
        <div className={styles.stack}>
          <DownloadFolder folder={settings.downloadFolder} onChoose={(downloadFolder) => save({ downloadFolder })} />
          <CommittedField
            label="Proxy"
            description="Empty: the proxy of this computer’s settings. Used from the next connection on."
            placeholder="http://proxy.example.com:3128"
            value={settings.proxy ?? ""}
            check={(text) => (text.trim() === "" || isProxyAddress(text) ? null : "Needs an address like http://proxy.example.com:3128")}
            onCommit={(text) => save({ proxy: text === "" ? null : text })}
          />
        </div>
      </Card>
      <Card title="Appearance">
        <div id="theme-label" className={styles.label}>
          Theme
        </div>
        <SegmentedControl
          aria-labelledby="theme-label"
          data={THEMES}
          value={settings.theme}
          onChange={(theme) => void save({ theme })}
        />
        <TextSize />
      </Card>
      {edit.error !== null && <ErrorNotice error={edit.error} />}
    </>
  );
}

const SIZES = TEXT_SCALES.map((scale) => ({ value: String(scale), label: formatShare(scale * 100) }));

function TextSize() {
  const { scale, setScale } = useTextScale();
  return (
    <>
      <div id="text-size-label" className={styles.label}>
        Size of the text · Ctrl + and Ctrl −, Ctrl 0 for 100 %
      </div>
      <SegmentedControl
        aria-labelledby="text-size-label"
        data={SIZES}
        value={String(scale)}
        onChange={(value) => {
          setScale(Number(value));
        }}
      />
    </>
  );
}

function amountFault(text: string): string | null {
  const sign = text.trim() === "" ? 0 : compareDecimals(text, "0");
  return sign !== null && sign >= 0 ? null : "Needs an amount like 5000 or 5000.00";
}

function DownloadFolder({ folder, onChoose }: { folder: string; onChoose: (folder: string) => Promise<unknown> }) {
  const choose = useMutation({
    mutationFn: async () => {
      const chosen = await ipc.chooseFolder();
      if (chosen !== null) {
        await onChoose(chosen);
      }
    },
  });
  return (
    <>
      <div className={styles.folder}>
        <TextInput label="Download folder" value={folder} readOnly className={styles.grow ?? ""} />
        <Button icon={<IconFolder size={16} stroke={1.6} aria-hidden />} busy={choose.isPending} onClick={() => { choose.mutate(); }}>
          Choose…
        </Button>
      </div>
      {choose.error !== null && <ErrorNotice error={choose.error} />}
    </>
  );
}
