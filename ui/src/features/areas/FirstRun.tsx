import { IconChevronRight, IconFlask, IconPolygon } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";

import { ipc } from "../../ipc";
import { formatArea } from "../../shared/format";
import { keys } from "../../shared/query";
import { Button, ErrorNotice, KeyCap, Label, LinkButton, Notice } from "../../shared/ui";
import { useRunningWay } from "./AreaTools";
import styles from "./Areas.module.css";
import type { Example } from "./examples";
import { EXAMPLES } from "./examples";
import { PlaceSearch } from "./PlaceSearch";
import { useAreasView } from "./store";
import type { WayId } from "./tools";
import { FIRST_PAGE, MORE_TOOLS, WAYS } from "./tools";
import type { AreaActions } from "./useAreaActions";

/** The first page: one question, six ways to answer it, three examples. */
export function FirstRun({ begin, actions, problem, sandbox, kept }: { begin: (way: WayId) => void; actions: AreaActions; problem: unknown; sandbox: boolean; kept: number }) {
  const running = useRunningWay();
  const [, navigate] = useLocation();
  return (
    <div className={styles.first}>
      <h1 className={styles.question}>Where do you need imagery?</h1>
      <p className={styles.answer}>Draw it, drop a file on the window, or paste what you have.</p>
      <div className={styles.ways}>
        {FIRST_PAGE.map((id) => {
          const { longName, about, keys: shortcut, icon: Icon } = WAYS[id];
          return (
            <button
              key={id}
              type="button"
              className={styles.way}
              aria-pressed={running === id}
              onClick={() => {
                begin(id);
              }}
            >
              <Icon size={19} stroke={1.6} aria-hidden />
              <KeyCap>{shortcut}</KeyCap>
              <span className={styles.wayName}>{longName}</span>
              <span className={styles.wayAbout}>{about}</span>
            </button>
          );
        })}
      </div>
      <p className={styles.more}>
        Also{" "}
        {MORE_TOOLS.map((id, index) => (
          <span key={id}>
            {index > 0 && " or "}
            <LinkButton
              onClick={() => {
                begin(id);
              }}
            >
              {WAYS[id].longName.toLowerCase()}
            </LinkButton>{" "}
            <KeyCap>{WAYS[id].keys}</KeyCap>
          </span>
        ))}
      </p>
      {problem !== null && <ErrorNotice error={problem} />}
      {kept > 0 && (
        <p className={styles.more}>
          {kept === 1 ? "One area rests" : `${String(kept)} areas rest`} in the{" "}
          <LinkButton
            onClick={() => {
              useAreasView.getState().openLibrary(true);
            }}
          >
            library
          </LinkButton>
          .
        </p>
      )}
      <PlaceSearch label="Go to a place or coordinates" />
      <div>
        <Label level={2}>Or try one of these</Label>
        <ul aria-label="Examples">
          {EXAMPLES.map((example) => (
            <ExampleItem key={example.name} example={example} onChoose={() => void actions.add(example.polygon, example.name)} />
          ))}
        </ul>
      </div>
      {sandbox && (
        <div className={styles.sandbox}>
          <Notice
            tone="warn"
            icon={<IconFlask size={18} stroke={1.6} aria-hidden />}
            title="You are in the sandbox"
            actions={
              <Button
                size="small"
                onClick={() => {
                  navigate("/settings");
                }}
              >
                Connect a real account
              </Button>
            }
          >
            A OneAtlas of your own on this computer: a whole archive, prices, orders, deliveries. Nothing costs anything.
          </Notice>
        </div>
      )}
    </div>
  );
}

function ExampleItem({ example, onChoose }: { example: Example; onChoose: () => void }) {
  const report = useQuery({ queryKey: keys.example(example.name), queryFn: () => ipc.checkArea(example.polygon), staleTime: Infinity });
  return (
    <li>
      <button type="button" className={styles.example} onClick={onChoose}>
        <span className={styles.mark}>
          <IconPolygon size={16} stroke={1.6} aria-hidden />
        </span>
        <span className={styles.names}>
          <strong>
            <span className="visually-hidden">Example: </span>
            {example.name}
          </strong>
          <span>
            {report.data !== undefined && <>{formatArea(report.data.km2)}, </>}
            {example.about}
          </span>
        </span>
        <IconChevronRight size={16} stroke={1.6} aria-hidden />
      </button>
    </li>
  );
}
