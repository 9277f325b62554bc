import { useMutation, useQuery } from "@tanstack/react-query";

import { ipc } from "../../ipc";
import { keys } from "../../shared/query";
import { Button, Card, ErrorNotice, Facts, Label, MiddleEllipsis, SkeletonRows } from "../../shared/ui";
import styles from "./SettingsPage.module.css";

export function About() {
  const about = useQuery({ queryKey: keys.about, queryFn: () => ipc.aboutProgram(), staleTime: Infinity });
  const show = useMutation({ mutationFn: ipc.showInFolder });
  return (
    <Card title="About Swath">
      {about.isPending && <SkeletonRows count={1} picture={false} />}
      {about.isError && <ErrorNotice error={about.error} onRetry={() => void about.refetch()} />}
      {about.data !== undefined && (
        <div className={styles.stack}>
          <Facts
            rows={[
              { name: "Version", value: about.data.version },
              { name: "Web view", value: about.data.webview },
              { name: "Data folder", value: <MiddleEllipsis text={about.data.dataFolder} tail={20} /> },
            ]}
          />
          <div>
            <Button size="small" onClick={() => { show.mutate(about.data.dataFolder); }}>
              Show the data folder
            </Button>
          </div>
          {show.error !== null && <ErrorNotice error={show.error} />}
          <div>
            <Label>Credits</Label>
            <ul className={styles.credits}>
              {about.data.credits.map((credit) => (
                <li key={credit}>{credit}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </Card>
  );
}
