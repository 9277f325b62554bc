import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useRef } from "react";

import type { Contract } from "../ipc";
import { formatMoney, moneyRatio } from "../shared/format";
import { useContracts } from "../shared/query";
import { useSelection } from "../shared/session";
import { Meter } from "../shared/ui";
import styles from "./TopBar.module.css";

/** The contracts that sell scenes, and what is left on each. The chosen one pays wherever several sell a scene. */
export function ContractPicker() {
  const contracts = useContracts().data?.filter((one) => one.sellsArchive !== false);
  const { contractId, selectContract } = useSelection();
  const chosen = contracts?.find((one) => one.contractId === contractId) ?? contracts?.[0];
  const most = useMostSeen(chosen);
  if (contracts === undefined || chosen === undefined) {
    return null;
  }
  return (
    <Menu position="bottom-start" width="target">
      <Menu.Target>
        <button type="button" className={styles.contract} aria-label={`Contract: ${chosen.name}`}>
          <strong>{chosen.name}</strong>
          <span className={styles.backend}>{chosen.backend}</span>
          {chosen.creditRemaining !== null && (
            <>
              <span className={styles.credit}>
                <Meter ratio={moneyRatio(chosen.creditRemaining, most)} tone="ok" label="Credit left since start" />
              </span>
              <strong>{formatMoney(chosen.creditRemaining, chosen.currency)}</strong>
              <span className={styles.backend}>left</span>
            </>
          )}
          <IconChevronDown size={15} stroke={1.6} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {contracts.map((contract) => (
          <Menu.Item
            key={contract.contractId}
            rightSection={contract.contractId === chosen.contractId ? <IconCheck size={15} stroke={1.8} aria-label="Chosen" /> : undefined}
            onClick={() => {
              selectContract(contract.contractId);
            }}
          >
            <div className={styles.contractRow}>
              <strong>{contract.name}</strong>
              <span>
                {contract.backend} · {contract.creditRemaining === null ? "credit not said" : `${formatMoney(contract.creditRemaining, contract.currency)} left`}
              </span>
            </div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The vendor tells what is left, never what there was: the bar is full at the most seen since the program started. */
function useMostSeen(contract: Contract | undefined): string {
  const seen = useRef(new Map<string, string>());
  const credit = contract?.creditRemaining ?? "0";
  const id = contract?.contractId ?? "";
  // eslint-disable-next-line react-hooks/refs -- a running maximum, the same however often it is asked for
  const before = seen.current.get(id);
  if (before === undefined || moneyRatio(before, credit) < 1) {
    // eslint-disable-next-line react-hooks/refs
    seen.current.set(id, credit);
    return credit;
  }
  return before;
}
