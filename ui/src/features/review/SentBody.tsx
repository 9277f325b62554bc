import { CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCode, IconCopy } from "@tabler/icons-react";
import { useMemo, useState, type ReactNode } from "react";

import { formatBytes, formatCount } from "../../shared/format";
import { Button, IconButton, LinkButton, MiddleEllipsis } from "../../shared/ui";
import { hasPositions, partsOf, printBody, shortHash } from "./printedBody";
import styles from "./SentBody.module.css";

type SentBodyProps = { title: string; body: string; byteCount: number; sha256: string; endpoint: string; method: string; mark?: ReactNode; closed?: boolean };

/** The very bytes of a request: how many, to where, their hash, and the text itself. */
export function SentBody({ title, body, byteCount, sha256, endpoint, method, mark, closed = false }: SentBodyProps) {
  const [fold, setFold] = useState(true);
  const [open, setOpen] = useState(!closed);
  const foldable = useMemo(() => hasPositions(body), [body]);
  return (
    <section className={styles.sent} aria-label={title}>
      <header className={styles.head}>
        <IconCode size={18} stroke={1.6} aria-hidden />
        <h2 className={styles.title}>{title}</h2>
        <Tooltip label={`${method} ${endpoint}`}>
          <span className={styles.where}>
            {byteCount < 10_000 ? `${formatCount(byteCount)} bytes` : formatBytes(byteCount)} to <MiddleEllipsis text={shortEndpoint(endpoint)} tail={22} />
          </span>
        </Tooltip>
        <span className={styles.marks}>
          {mark}
          <Tooltip label={`sha-256 ${sha256}`}>
            <code className={styles.hash} aria-label={`sha-256 ${sha256}`}>
              {shortHash(sha256)}
            </code>
          </Tooltip>
          <CopyButton value={body}>
            {({ copied, copy }) => (
              <IconButton label={copied ? "Copied" : "Copy the body"} size="small" onClick={copy}>
                {copied ? <IconCheck size={16} stroke={1.6} aria-hidden /> : <IconCopy size={16} stroke={1.6} aria-hidden />}
              </IconButton>
            )}
          </CopyButton>
        </span>
      </header>
      {open ? (
        <>
          {/* A scrolling region has to be reachable by keyboard. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className={styles.body} tabIndex={0} aria-label="Body of the request">
            <Body body={body} fold={fold} />
          </pre>
          {foldable && (
            <div className={styles.foot}>
              <LinkButton onClick={() => { setFold(!fold); }}>{fold ? "Show every position" : "Fold the positions"}</LinkButton>
            </div>
          )}
        </>
      ) : (
        <div className={styles.foot}>
          <Button size="small" onClick={() => { setOpen(true); }}>
            Show the bytes
          </Button>
        </div>
      )}
    </section>
  );
}

function Body({ body, fold }: { body: string; fold: boolean }) {
  const parts = useMemo(() => partsOf(printBody(body, fold)), [body, fold]);
  return parts.map((part, index) =>
    part.isKey ? (
      <span key={index} className={styles.key}>
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}

function shortEndpoint(endpoint: string): string {
  return endpoint.replace(/^https?:\/\//u, "");
}
