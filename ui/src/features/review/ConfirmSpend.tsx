import { TextInput } from "@mantine/core";
import { useEffect, useRef, useState, type ReactNode } from "react";

import { currencySymbol, formatMoney, formatMoneyExact } from "../../shared/format";
import { useSettings, useSettingsFault } from "../../shared/query";
import { Button, MoneyButton, Notice, SETTINGS_FAULT } from "../../shared/ui";
import { RemedyNotice } from "../connection";
import styles from "./ConfirmSpend.module.css";
import { isAmount } from "./confirmedAmount";
import { useSendOnce } from "./useSendOnce";

/** For how long the second step does not listen: a double click must not be both steps. */
const SETTLE_MS = 500;

export type ConfirmSpendProps<T> = {
  /** "Order" or "Accept": the first word of the button. */
  verb: string;
  amount: string;
  currency: string;
  /** Whether the amount has to be typed; otherwise a second press confirms. */
  mustType: boolean;
  /** Whether it costs nothing or next to nothing, which is more likely a mistake: it is said, and has to be typed. */
  unusual?: boolean;
  send: (confirmedAmount: string) => Promise<T>;
  onSent: (result: T) => void;
  /** The answer was lost: the page of the order knows more. */
  onUnknown: () => void;
  /** Any other failure, which is shown here while this is. */
  onFailed?: (error: unknown) => void;
  /** Whether the first of the two presses was made before this was shown, for the same amount. */
  armedFromStart?: boolean;
  /** Why it can't be sent yet, however it is confirmed. */
  blocked?: string | null;
  /** Whether sending uses up what is confirmed, as it does a review. */
  usesUp: boolean;
  /** What may be done after a failure, beside the words. */
  failureActions?: (error: unknown) => ReactNode;
  finalWords: ReactNode;
};

/** The second, deliberate confirmation. It names the amount, can be pressed once, and says what went wrong in place. */
export function ConfirmSpend<T>(props: ConfirmSpendProps<T>) {
  const { verb, amount, currency, unusual = false } = props;
  const mustType = props.mustType || unusual;
  const [typed, setTyped] = useState("");
  const { step, arm, disarm } = useTwoSteps(props.armedFromStart === true);
  const { sending, send } = useSendOnce({
    // What is confirmed is the exact amount; what was typed has one reading that is the same number.
    action: () => props.send(amount),
    onSent: props.onSent,
    onUnknown: props.onUnknown,
    ...(props.onFailed === undefined ? {} : { onFailed: props.onFailed }),
    usesUp: props.usesUp,
  });
  const money = formatMoneyExact(amount, currency);
  const matches = !mustType || isAmount(typed, amount);
  const locked = sending.phase === "failed" && !sending.mayTryAgain;
  const unreadable = useSettingsFault() !== null;
  const blocked = unreadable ? SETTINGS_FAULT : (props.blocked ?? null);
  const ready = matches && !locked && blocked === null;
  const press = () => {
    if (mustType || step === "armed") {
      disarm();
      send();
    } else if (step === "idle") {
      arm();
    }
  };
  const armed = !mustType && step !== "idle" && sending.phase !== "sending";
  return (
    <div className={styles.confirm}>
      {blocked !== null && <Notice tone="warn">{blocked}</Notice>}
      {unusual && <UnusualPrice money={money} />}
      {mustType && <AmountField overLimit={!unusual} amount={money} currency={currency} typed={typed} matches={matches} disabled={sending.phase === "sending" || locked} onType={setTyped} onEnter={ready ? press : () => undefined} />}
      <MoneyButton wide disabled={!ready} busy={sending.phase === "sending"} aria-disabled={step === "settling" || undefined} onClick={press}>
        {sending.phase === "sending" ? "Sending, once…" : armed ? `Confirm: ${verb.toLowerCase()} for ${money}, final` : `${verb} for ${money}`}
      </MoneyButton>
      {armed && props.armedFromStart !== true && (
        <Button wide onClick={disarm}>
          Not yet
        </Button>
      )}
      {sending.phase === "failed" && <RemedyNotice error={sending.error} actions={props.failureActions?.(sending.error)} />}
      <div className={styles.final} aria-live="polite">
        {armed ? "One more press and it is sent." : props.finalWords}
      </div>
    </div>
  );
}

/** A price that is more likely a mistake than a present. */
export function UnusualPrice({ money }: { money: string }) {
  return <Notice tone="warn">The vendor says this costs {money}. That is unusual: ask before you order.</Notice>;
}

type AmountFieldProps = { overLimit: boolean; amount: string; currency: string; typed: string; matches: boolean; disabled: boolean; onType: (typed: string) => void; onEnter: () => void };

function AmountField({ overLimit, amount, currency, typed, matches, disabled, onType, onEnter }: AmountFieldProps) {
  const [left, setLeft] = useState(false);
  const limit = useSettings().data?.amountToType ?? null;
  const fault = left && typed.trim() !== "" && !matches ? `Needs ${amount}` : undefined;
  return (
    <>
      {overLimit && <Notice tone="warn">Over your own limit{limit === null ? "" : ` of ${formatMoney(limit, currency)}`} for one order. Type the amount to go on.</Notice>}
      <TextInput
        label="Amount"
        aria-label={`Amount to confirm, in ${currency}`}
        size="md"
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        error={fault}
        disabled={disabled}
        rightSection={<span className={styles.currency}>{currencySymbol(currency)}</span>}
        onChange={(event) => {
          setLeft(false);
          onType(event.currentTarget.value);
        }}
        onBlur={() => {
          setLeft(true);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.repeat) {
            setLeft(true);
            onEnter();
          }
        }}
      />
    </>
  );
}

type Step = "idle" | "settling" | "armed";

/** First press arms; shortly after, and only then, a second one counts. */
function useTwoSteps(armedFromStart: boolean) {
  const [step, setStep] = useState<Step>(armedFromStart ? "settling" : "idle");
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const clear = () => {
    if (timer.current !== null) {
      clearTimeout(timer.current);
      timer.current = null;
    }
  };
  const settle = () => {
    timer.current = setTimeout(() => {
      setStep((now) => (now === "settling" ? "armed" : now));
    }, SETTLE_MS);
  };
  useEffect(() => {
    if (armedFromStart) {
      settle();
    }
    return clear;
    // What was pressed before this was shown does not change while it is.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const arm = () => {
    clear();
    setStep("settling");
    settle();
  };
  const disarm = () => {
    clear();
    setStep("idle");
  };
  return { step, arm, disarm };
}
