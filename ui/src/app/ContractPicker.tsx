import { Menu } from "@mantine/core";
import { IconCheck, IconChevronDown } from "@tabler/icons-react";
import { useLocalStorage } from "@mantine/hooks";
import { useEffect } from "react";

import type { Contract } from "../ipc";
import { formatMoney, moneyRatio } from "../shared/format";
import { useContracts } from "../shared/query";
import { useReach, useSelection } from "../shared/session";
import { Meter } from "../shared/ui";
import styles from "./TopBar.module.css";

/** The contracts that sell scenes, and what is left on each. The chosen one pays wherever several sell a scene. */
export function ContractPicker() {
  const contracts = useContracts().data?.filter((one) => one.sellsArchive !== false);
  const { contractId, selectContract } = useSelection();
  // Nobody pays by default: where several could, the bar says that none is chosen.
  const chosen = contracts?.find((one) => one.contractId === contractId) ?? (contracts?.length === 1 ? contracts[0] : undefined);
  const most = useMostSeen(chosen);
  if (contracts === undefined || contracts.length === 0) {
    return null;
  }
  return (
    <Menu position="bottom-start" width="target">
      <Menu.Target>
        <button type="button" className={styles.contract}>
          {chosen !== undefined && <span className="visually-hidden">{"Contract: "}</span>}
          {chosen === undefined ? (
            <>
              <strong>Choose who pays</strong>
              <span className={styles.much}>{contracts.length} contracts</span>
            </>
          ) : (
            <Chosen contract={chosen} most={most} />
          )}
          <IconChevronDown size={15} stroke={1.6} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {contracts.map((contract) => (
          <Menu.Item
            key={contract.contractId}
            rightSection={contract.contractId === chosen?.contractId ? <IconCheck size={15} stroke={1.8} aria-label="Chosen" /> : undefined}
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

function Chosen({ contract, most }: { contract: Contract; most: string }) {
  const lost = useReach((state) => state.lostAt !== null);
  return (
    <>
      <strong>{contract.name}</strong>
      <span className={styles.backend}>{contract.backend}</span>
      {contract.creditRemaining !== null && (
        <>
          <span className={styles.credit}>
            <Meter ratio={moneyRatio(contract.creditRemaining, most)} tone="ok" label={`Credit left, of ${formatMoney(most, contract.currency)}`} />
          </span>
          <strong>{formatMoney(contract.creditRemaining, contract.currency)}</strong>
          <span className={styles.much}>{lost ? "left when last answered" : "left"}</span>
        </>
      )}
    </>
  );
}

/** The vendor tells what is left, never what there was: the bar is full at the most that was ever seen on this computer. */
function useMostSeen(contract: Contract | undefined): string {
  const [seen, setSeen] = useLocalStorage<Record<string, string>>({ key: "swath.creditSeen", defaultValue: {}, getInitialValueInEffect: false });
  const credit = contract?.creditRemaining ?? "0";
  const id = contract?.contractId ?? "";
  const before = seen[id];
  const isMore = before === undefined || moneyRatio(before, credit) < 1;
  useEffect(() => {
    if (id !== "" && isMore) {
      setSeen((all) => ({ ...all, [id]: credit }));
    }
  }, [id, credit, isMore, setSeen]);
  return isMore ? credit : before;
}
