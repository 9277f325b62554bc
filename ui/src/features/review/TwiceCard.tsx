import { IconCopy } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";

import type { AlreadyOrdered, BasketGroup } from "../../ipc";
import { Button, LinkButton } from "../../shared/ui";
import { SceneThumbnail } from "../basket";
import { AllowDialog } from "./AllowDialog";
import { consentFor, type Consents } from "./consents";
import { earlierScene, earlierTitle } from "./earlierWords";
import styles from "./HeldCard.module.css";
import { heldScene } from "./heldFacts";

type TwiceCardProps = { held: AlreadyOrdered; consents: Consents; spend: string; group?: BasketGroup };

/** A scene that this very order holds twice: two of its areas share ground, and each is paid for. */
export function TwiceCard({ held, consents, spend, group }: TwiceCardProps) {
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const given = consentFor(held, consents.given);
  const scene = heldScene(held, group);
  return (
    <section className={styles.card} aria-label={`Twice in this order: ${earlierScene(held)}`}>
      {scene === null ? <IconCopy size={18} stroke={1.6} aria-hidden /> : <SceneThumbnail sceneId={scene.id} name={held.scene} size={64} />}
      <div>
        <h2 className={styles.title}>{earlierTitle(held)}</h2>
        <p className={styles.what}>
          {earlierScene(held)}: <strong>{held.areaName}</strong> shares ground with <strong>{held.sharedWith ?? "another area of this order"}</strong>. Each area is paid for in full, so the shared ground is paid twice.
        </p>
      </div>
      <div className={styles.actions}>
        {given === null ? (
          <>
            <Button onClick={() => { navigate("/basket"); }}>Take one out of the basket</Button>
            <span className={styles.rule}>Nothing is bought twice without your word.</span>
            <Button tone="danger" onClick={() => { setAsking(true); }}>
              Order both…
            </Button>
          </>
        ) : (
          <>
            <span className={styles.allowed}>You want both: “{given.reason}”</span>
            <LinkButton onClick={() => { consents.takeBack(held); }}>Take it back</LinkButton>
          </>
        )}
      </div>
      <AllowDialog
        held={held}
        spend={spend}
        opened={asking}
        onClose={() => { setAsking(false); }}
        onAllow={(reason) => {
          consents.allow(held, reason);
          setAsking(false);
        }}
      />
    </section>
  );
}
