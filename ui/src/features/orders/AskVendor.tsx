import { Modal, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Link } from "wouter";

import { ipc, type RemoteOrder } from "../../ipc";
import { formatLocalTime, formatMoney } from "../../shared/format";
import { useContracts } from "../../shared/query";
import { Button, StatePill } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import { orderPath } from "../review";
import styles from "./AskVendor.module.css";

/** Searches the vendor's own list, for orders made elsewhere or whose answer was lost. */
export function AskVendor({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Ask the vendor" size={680} closeButtonProps={{ "aria-label": "Close" }}>
      <SearchForm onClose={onClose} />
    </Modal>
  );
}

function SearchForm({ onClose }: { onClose: () => void }) {
  // A contract that sells nothing here has no orders of ours, and is offered nowhere else.
  const contracts = (useContracts().data ?? []).filter((one) => one.sellsArchive !== false);
  const [contractId, setContractId] = useState<string | null>(null);
  const [text, setText] = useState("");
  const search = useMutation({ mutationFn: ({ contract, words }: { contract: string; words: string }) => ipc.searchOrders(contract, words) });
  const contract = contractId ?? (contracts.find((one) => one.backend === "neo") ?? contracts[0])?.contractId ?? null;
  const legacy = contracts.find((one) => one.contractId === contract)?.backend === "legacy";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (contract !== null) {
      search.mutate({ contract, words: text.trim() });
    }
  };
  return (
    <form className={styles.form} onSubmit={submit} aria-label="Ask the vendor">
      <p className={styles.lead}>The vendor&apos;s own list of orders and quotations, including those made outside Swath.</p>
      <div className={styles.fields}>
        <Select
          label="Contract"
          data={contracts.map((one) => ({ value: one.contractId, label: one.name }))}
          value={contract}
          allowDeselect={false}
          onChange={setContractId}
        />
        <TextInput
          label="Customer reference, or part of it"
          placeholder="Empty: the latest"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <Button tone="primary" submit busy={search.isPending} disabled={contract === null}>
          {search.isPending ? "Asking…" : "Ask"}
        </Button>
      </div>
      {legacy && <p className={styles.note}>The vendor keeps this list for Pléiades Neo contracts only; others are followed through the workspace.</p>}
      {search.error !== null && <RemedyNotice error={search.error} />}
      <div aria-live="polite">
        {search.data?.length === 0 && <p className={styles.note}>The vendor lists nothing with this reference. That is not proof: orders have appeared up to 48 hours late.</p>}
        {search.data !== undefined && search.data.length > 0 && <RemoteTable found={search.data} onClose={onClose} />}
      </div>
    </form>
  );
}

function RemoteTable({ found, onClose }: { found: RemoteOrder[]; onClose: () => void }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Reference</th>
            <th scope="col">Vendor&apos;s id</th>
            <th scope="col">State</th>
            <th scope="col" className={styles.figure}>
              Amount
            </th>
            <th scope="col" className={styles.figure}>
              Created
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map((order) => (
            <tr key={`${order.customerReference} ${order.quotationId ?? ""} ${order.salesOrderId ?? ""}`}>
              <td>
                {order.knownHere ? (
                  <Link href={orderPath(order.customerReference)} className="mono" onClick={onClose}>
                    {order.customerReference}
                  </Link>
                ) : (
                  <span className="mono selectable">{order.customerReference}</span>
                )}
              </td>
              <td className="mono selectable">{order.salesOrderId ?? order.quotationId ?? "–"}</td>
              <td>
                <StatePill tone="plain">{vendorState(order)}</StatePill>
              </td>
              <td className={styles.figure}>{order.amount === null ? "–" : formatMoney(order.amount, order.currency)}</td>
              <td className={styles.figure}>{order.created === null ? "–" : formatLocalTime(order.created)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The vendor's capitals as words: IN_PROGRESS reads "in progress". */
function vendorState({ status, quotationStatus }: RemoteOrder): string {
  const words = (text: string) => text.toLocaleLowerCase("en").replaceAll("_", " ");
  if (status !== null) {
    return words(status);
  }
  return quotationStatus === null ? "no state given" : `quotation ${words(quotationStatus)}`;
}
