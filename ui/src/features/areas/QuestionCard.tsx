import { TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

import type { ReadAnswers, ReadQuestion } from "../../ipc";
import { formatCount, formatCoordinates } from "../../shared/format";
import { Button } from "../../shared/ui";
import styles from "./Reading.module.css";

type QuestionProps = { answers: ReadAnswers; onAnswer: (answers: ReadAnswers) => void };

/** What only a person can tell of a file: which layer, which order of the axes, which reference system. */
export function QuestionCard({ question, answers, onAnswer }: QuestionProps & { question: ReadQuestion }) {
  return (
    <section className={styles.question} aria-label="Question">
      <strong>{question.message}</strong>
      <Choices question={question} answers={answers} onAnswer={onAnswer} />
    </section>
  );
}

function Choices({ question, answers, onAnswer }: QuestionProps & { question: ReadQuestion }) {
  switch (question.kind) {
    case "layer":
      return (
        <ul>
          {question.layers.map(({ name, features }) => (
            <Choice
              key={name}
              name={name}
              detail={features === null ? "" : `${formatCount(features)} features`}
              onChoose={() => {
                onAnswer({ ...answers, layer: name });
              }}
            />
          ))}
        </ul>
      );
    case "axisOrder":
      return (
        <ul>
          {question.orders.map(({ order, possible, bounds }) => (
            <Choice
              key={order}
              name={order === "latitudeFirst" ? "Latitude first" : "Longitude first"}
              detail={possible ? `lies at ${middle(bounds)}` : "lies nowhere on earth"}
              disabled={!possible}
              onChoose={() => {
                onAnswer({ ...answers, axisOrder: order });
              }}
            />
          ))}
        </ul>
      );
    case "referenceSystem":
      return (
        <>
          <p className={styles.figures}>
            The first position reads <code>{question.example}</code>
          </p>
          <ul>
            {question.systems.map(({ epsg, name, bounds }) => (
              <Choice
                key={epsg}
                name={name}
                detail={`EPSG:${String(epsg)}, lies at ${middle(bounds)}`}
                onChoose={() => {
                  onAnswer({ ...answers, epsg });
                }}
              />
            ))}
          </ul>
          {question.defined !== null && (
            <ul>
              <Choice
                name="What its numbers say, whatever it is called"
                detail={`lies at ${middle(question.defined)}`}
                onChoose={() => {
                  onAnswer({ ...answers, byDefinition: true });
                }}
              />
            </ul>
          )}
          <OtherSystem
            onChoose={(epsg) => {
              onAnswer({ ...answers, epsg });
            }}
          />
        </>
      );
  }
}

function Choice({ name, detail, disabled = false, onChoose }: { name: string; detail: string; disabled?: boolean; onChoose: () => void }) {
  return (
    <li>
      <button type="button" className={styles.choice} disabled={disabled} onClick={onChoose}>
        <span>{name}</span>
        <span className={styles.figures}>{detail}</span>
      </button>
    </li>
  );
}

/** Any other system, by the number that EPSG or ESRI has for it. */
export function OtherSystem({ focused = false, onChoose }: { focused?: boolean; onChoose: (epsg: number) => void }) {
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) {
      field.current?.focus();
    }
  }, [focused]);
  const epsg = /^\s*(?:epsg:?\s*)?(\d{4,6})\s*$/i.exec(text)?.[1];
  return (
    <form
      className={styles.other}
      onSubmit={(event) => {
        event.preventDefault();
        if (epsg !== undefined) {
          onChoose(Number(epsg));
        }
      }}
    >
      <TextInput
        size="xs"
        aria-label="Another system by its EPSG number"
        ref={field}
        placeholder="Another: EPSG number"
        value={text}
        error={text !== "" && epsg === undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      <Button size="small" submit disabled={epsg === undefined}>
        Use it
      </Button>
    </form>
  );
}

const middle = ([west, south, east, north]: readonly [number, number, number, number]): string => formatCoordinates((west + east) / 2, (south + north) / 2);
