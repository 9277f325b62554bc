import { useEffect, useRef } from "react";
import { Select } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";

import { ipc, type Basket, type BasketGroup, type EndUser, type GroupPatch } from "../../ipc";
import { counted } from "../../shared/format";
import { IconButton } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import styles from "./BasketPage.module.css";
import { CommittedField } from "./CommittedField";
import { problemFor } from "./groupFacts";
import { OptionField } from "./OptionField";
import { useCountries, useMarkets } from "./useLists";
import { useBasketEdit } from "./useBasketEdit";

const ORDER = ["label", "input", "error", "description"] as const;
const UNCHANGED: GroupPatch = { market: null, secondaryMarket: null, endUser: null, reference: null };

type GroupFormProps = { group: BasketGroup; productTypeId: string; /** Whether the fields are to be shown to a person who asked for them. */ asked: boolean; onShown: () => void };

/** Everything an order of this contract has to say: options of the chosen product, then what holds for the whole order. */
export function GroupForm({ group, productTypeId, asked, onShown }: GroupFormProps) {
  const edit = useBasketEdit();
  const form = useRef<HTMLElement>(null);
  const shown = useRef(onShown);
  useEffect(() => {
    shown.current = onShown;
  });
  // Whoever asks for the fields is taken to the first one that is still open.
  useEffect(() => {
    if (!asked) {
      return;
    }
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? form.current?.querySelector<HTMLElement>("input");
    field?.scrollIntoView({ block: "center" });
    field?.focus({ preventScroll: true });
    shown.current();
  }, [asked]);
  const { contractId } = group.contract;
  const product = group.options.find((one) => one.productTypeId === productTypeId) ?? group.options[0];
  const count = group.items.filter((item) => item.productTypeId === product?.productTypeId).length;
  const step = (act: () => Promise<Basket>) => edit.mutateAsync(act).catch(() => undefined);
  const patch = (change: Partial<GroupPatch>) => step(() => ipc.editBasketGroup(contractId, { ...UNCHANGED, ...change }));
  const chosen = new Map(product?.values.map(({ key, value }) => [key, value]) ?? []);
  return (
    <section ref={form} className={styles.form} aria-label={`Options and order data for ${group.contract.name}`}>
      {product !== undefined && (
        <>
          <header>
            <h2 className={styles.formTitle}>Options for {product.label}</h2>
            <p className={styles.formNote}>
              {counted(count, "scene")} · from the contract&apos;s own list. Each field begins with this contract&apos;s default; other contracts have others.
            </p>
          </header>
          <div className={styles.fields}>
            {product.options.map((option) => (
              <OptionField
                key={`${product.productTypeId}.${option.key}`}
                option={option}
                options={product.options}
                chosen={chosen}
                problem={problemFor(group, `options.${option.key}`)}
                onChange={(value) => step(() => ipc.setBasketOption(contractId, product.productTypeId, option.key, value))}
              />
            ))}
          </div>
          <hr className={styles.rule} />
        </>
      )}
      <h2 className={styles.formTitle}>For the whole order</h2>
      <OrderFields group={group} patch={patch} onNewReference={() => void step(() => ipc.newReference(contractId))} />
      {edit.error !== null && <RemedyNotice error={edit.error} />}
    </section>
  );
}

type OrderFieldsProps = { group: BasketGroup; patch: (change: Partial<GroupPatch>) => Promise<unknown>; onNewReference: () => void };

const NOBODY: EndUser = { name: "", country: "" };

function OrderFields({ group, patch, onNewReference }: OrderFieldsProps) {
  const endUser: EndUser = group.endUser ?? NOBODY;
  // Name and country travel together; the second edit must not undo the first one that is still on its way.
  const latest = useRef(endUser);
  useEffect(() => {
    latest.current = group.endUser ?? NOBODY;
  }, [group.endUser]);
  const patchEndUser = (change: Partial<EndUser>) => {
    latest.current = { ...latest.current, ...change };
    return patch({ endUser: latest.current });
  };
  const countries = useCountries();
  const optional = group.endUserRequired ? undefined : "optional";
  return (
    <div className={styles.fields}>
      <MarketFields group={group} patch={patch} />
      <CommittedField
        label="End user"
        value={endUser.name}
        required={group.endUserRequired}
        error={problemFor(group, "endUser")}
        description={optional}
        onCommit={(name) => patchEndUser({ name })}
      />
      <Select
        label="Country of the end user"
        data={(countries.data ?? []).map(({ id, label }) => ({ value: id, label }))}
        value={endUser.country === "" ? null : endUser.country}
        searchable
        required={group.endUserRequired}
        withAsterisk={false}
        allowDeselect={false}
        clearable={!group.endUserRequired}
        nothingFoundMessage="No such country"
        placeholder={countries.isPending ? "Loading…" : "Choose a country"}
        error={problemFor(group, "country") ?? (countries.isError ? "The countries couldn't be read" : null)}
        description={optional}
        inputWrapperOrder={[...ORDER]}
        onChange={(country) => void patchEndUser({ country: country ?? "" })}
      />
      <CommittedField
        className={styles.whole}
        label="Your reference"
        mono
        required
        value={group.reference}
        error={problemFor(group, "reference")}
        description="begins as you write it; the end makes it unique, so that the order and its delivery are found again"
        rightSection={
          <IconButton label="Make a new reference" size="small" onClick={onNewReference}>
            <IconRefresh size={16} stroke={1.6} aria-hidden />
          </IconButton>
        }
        onCommit={(reference) => patch({ reference })}
      />
    </div>
  );
}

function MarketFields({ group, patch }: { group: BasketGroup; patch: OrderFieldsProps["patch"] }) {
  const markets = useMarkets(group.contract.contractId);
  const secondary = markets.data?.find((market) => market.id === group.market)?.secondary ?? [];
  return (
    <>
      <Select
        label="Market"
        className={secondary.length > 0 ? undefined : styles.whole}
        data={(markets.data ?? []).map(({ id, label }) => ({ value: id, label }))}
        value={group.market}
        searchable
        required
        withAsterisk={false}
        allowDeselect={false}
        nothingFoundMessage="No such market"
        placeholder={markets.isPending ? "Loading…" : "Choose a market"}
        error={problemFor(group, "market") ?? (markets.isError ? "The markets couldn't be read" : null)}
        inputWrapperOrder={[...ORDER]}
        onChange={(market) => {
          if (market !== null) {
            void patch({ market, secondaryMarket: "" });
          }
        }}
      />
      {secondary.length > 0 && (
        <Select
          label="Secondary market"
          data={secondary.map(({ id, label }) => ({ value: id, label }))}
          value={group.secondaryMarket === "" ? null : group.secondaryMarket}
          placeholder="None"
          clearable
          error={problemFor(group, "secondaryMarket")}
          description="optional"
          inputWrapperOrder={[...ORDER]}
          onChange={(secondaryMarket) => void patch({ secondaryMarket: secondaryMarket ?? "" })}
        />
      )}
    </>
  );
}
