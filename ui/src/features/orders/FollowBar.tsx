import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";

import type { FollowProblem } from "../../ipc";
import { useFollowProblems } from "../../shared/query";
import { LinkButton } from "../../shared/ui";
import { orderPath } from "../review";
import styles from "./FollowBar.module.css";

/** Says which orders could not be followed in the last round, and why; nothing when all could. */
export function FollowBar() {
  const problems = useFollowProblems().data ?? [];
  const [open, setOpen] = useState(false);
  const [first] = problems;
  if (first === undefined) {
    return null;
  }
  return (
    <div className={styles.bar} role="status">
      <div className={styles.line}>
        <IconAlertTriangle size={18} stroke={1.6} aria-hidden />
        <span className={styles.words}>
          <strong>{countWords(problems)}</strong> {first.contractName}: {first.message}
        </span>
        <LinkButton aria-expanded={open} onClick={() => { setOpen(!open); }}>
          {open ? "Hide" : "Show each"}
        </LinkButton>
      </div>
      {open && (
        <ul className={styles.list} aria-label="Orders that could not be followed">
          {problems.map(({ reference, contractId, contractName, message }, index) => (
            <li key={`${reference ?? contractId} ${String(index)}`}>
              {reference === null ? (
                `All of ${contractName}, ${contractId}`
              ) : (
                <Link href={orderPath(reference)} className="mono">
                  {reference}
                </Link>
              )}
              : {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Their states may be out of date; where a whole contract can't be read, nobody knows how many. */
function countWords(problems: readonly FollowProblem[]): string {
  const references = new Set(problems.map((one) => one.reference));
  if (references.has(null)) {
    return "Some orders could not be followed.";
  }
  return references.size === 1 ? "1 order could not be followed." : `${String(references.size)} orders could not be followed.`;
}
