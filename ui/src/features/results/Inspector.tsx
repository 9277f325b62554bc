import { Menu } from "@mantine/core";
import { IconBasket, IconBasketOff, IconCloud, IconDots, IconDownload, IconFocusCentered, IconLock, IconStar, IconStarOff, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import type { SceneRow } from "../../ipc";
import { formatAreaExact, formatMoney, formatShare, formatUtcTime } from "../../shared/format";
import { Button, ErrorNotice, IconButton, KeyCap, SkeletonRows } from "../../shared/ui";
import { orderPath } from "../review";
import { namesInWords } from "../archive";
import { useAddQuestion } from "./addQuestion";
import { AllKeys } from "./AllKeys";
import styles from "./Inspector.module.css";
import { KeptFacts } from "./KeptFacts";
import { SceneFacts } from "./SceneFacts";
import { clearOf } from "./SceneCard";
import { useResults } from "./store";
import { Thumbnail } from "./Thumbnail";
import { useScene } from "./useScene";
import { useBasketStanding } from "./useBasketStanding";
import { useOrderedScenes } from "./useOrderedScenes";
import { useSceneActions } from "./useSceneActions";

/** Everything about the chosen scene, and the one thing one does with it. */
export function Inspector() {
  const { selectedId, setInspector } = useResults();
  const scene = useScene(selectedId);
  const [allKeys, setAllKeys] = useState(false);
  const detail = scene.data;
  return (
    <aside className={styles.inspector} aria-label="Scene">
      <div className={styles.close}>
        <IconButton
          label="Close details"
          tooltip="Close details · Esc"
          size="small"
          tone="default"
          onClick={() => {
            setInspector(false);
          }}
        >
          <IconX size={16} stroke={1.6} />
        </IconButton>
      </div>
      {scene.error !== null && <ErrorNotice error={scene.error} onRetry={() => void scene.refetch()} />}
      {detail === undefined && scene.error === null && <SkeletonRows count={3} picture={false} />}
      {detail !== undefined && (
        <>
          <Picture row={detail.row} />
          <Head row={detail.row} />
          <SceneFacts
            detail={detail}
            onAllKeys={() => {
              setAllKeys(true);
            }}
          />
          <KeptFacts row={detail.row} />
          <AllKeys
            detail={detail}
            opened={allKeys}
            onClose={() => {
              setAllKeys(false);
            }}
          />
        </>
      )}
    </aside>
  );
}

function Picture({ row }: { row: SceneRow }) {
  const clear = clearOf(row);
  return (
    <div className={styles.picture}>
      <Thumbnail id={row.id} kind="quicklook" />
      <div className={styles.pictureChips}>
        {row.cloud !== null && clear !== null && (
          <span>
            <IconCloud size={14} stroke={1.6} aria-hidden /> {formatShare(row.cloud)} in scene
          </span>
        )}
        <span>covers {formatShare(row.coverage)} of the area</span>
      </div>
    </div>
  );
}

function Head({ row }: { row: SceneRow }) {
  const actions = useSceneActions();
  const { served, open, inBasket, locked, elsewhere } = useBasketStanding()(row);
  const area = namesInWords(open.map(({ name }) => name));
  const ordering = namesInWords(served.filter((place) => !open.includes(place)).map(({ name }) => name));
  const before = useOrderedScenes().get(row.id);
  const [, navigate] = useLocation();
  const takeOut = () => {
    const [only, ...more] = open;
    if (more.length === 0 && only?.itemId != null) {
      void actions.remove(only.itemId);
    } else {
      useAddQuestion.getState().ask({ kind: "areas", rowId: row.id });
    }
  };
  return (
    <div className={styles.head}>
      <h2>{formatUtcTime(row.acquired)}</h2>
      <p>{[row.platform, row.backend === "neo" ? "Pléiades Neo archive" : "archive"].join(" · ")}</p>
      {row.priceEstimate !== null && (
        <p className={styles.amount}>
          <strong>{formatMoney(row.priceEstimate, row.currency)}</strong>
          {row.billedKm2 !== null && <span>estimate for {formatAreaExact(row.billedKm2)}</span>}
        </p>
      )}
      <div className={styles.actions}>
        {locked !== null ? (
          <Button
            wide
            icon={<IconLock size={17} stroke={1.6} />}
            onClick={() => {
              navigate(orderPath(locked));
            }}
          >
            Being ordered: show the order
          </Button>
        ) : !inBasket ? (
          <Button tone="primary" wide icon={<IconBasket size={17} stroke={1.6} />} onClick={() => void actions.add(row)}>
            Add to basket <KeyCap onFill>B</KeyCap>
          </Button>
        ) : (
          <Button wide icon={<IconBasketOff size={17} stroke={1.6} />} onClick={takeOut}>
            Take out of the basket <KeyCap>B</KeyCap>
          </Button>
        )}
        <Menu position="bottom-end">
          <Menu.Target>
            <IconButton label="More for this scene" tone="default">
              <IconDots size={17} stroke={1.6} />
            </IconButton>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={row.kept ? <IconStarOff size={16} stroke={1.6} /> : <IconStar size={16} stroke={1.6} />} onClick={() => void actions.keep(row)}>
              {row.kept ? "Drop" : "Keep"} · Space
            </Menu.Item>
            <Menu.Item
              leftSection={<IconFocusCentered size={16} stroke={1.6} />}
              disabled={row.bounds === null}
              onClick={() => {
                actions.show(row);
              }}
            >
              Show whole scene · Z
            </Menu.Item>
            <Menu.Item leftSection={<IconDownload size={16} stroke={1.6} />} onClick={() => void actions.exportFootprint(row)}>
              Export footprint
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {before !== undefined && locked === null && <p className={styles.before}>{before.words}</p>}
      {locked === null && served.length > 0 && (
        <p className={styles.forArea}>
          {inBasket ? "In the basket for" : "for"} <strong>{area}</strong>
          {elsewhere.length > 0 && ` · in the basket for ${namesInWords(elsewhere)} too`}
          {ordering !== "" && ` · being ordered for ${ordering}`}
        </p>
      )}
    </div>
  );
}
