import { TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";

import type { NearPlace, ReadAnswers, ReadQuestion } from "../../ipc";
import { formatAreaExact, formatCount, formatCoordinates } from "../../shared/format";
import { Button } from "../../shared/ui";
import { Nearby } from "./Nearby";
import { usePlacesNear } from "./placesNear";
import styles from "./Reading.module.css";

type Bounds = readonly [number, number, number, number];
type QuestionProps = { answers: ReadAnswers; onAnswer: (answers: ReadAnswers) => void };

/** What only a person can tell of a file: which layer, which order of the axes, which reference system, which of several readings.
 * Where each would lie is said with the place nearest to it. */
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
        <Placed
          choices={question.orders.map(({ order, possible, bounds }) => ({
            key: order,
            name: order === "latitudeFirst" ? "Latitude first" : "Longitude first",
            detail: possible ? middle(bounds) : "lies nowhere on earth",
            bounds: possible ? bounds : null,
            disabled: !possible,
            onChoose: () => {
              onAnswer({ ...answers, axisOrder: order });
            },
          }))}
        />
      );
    case "way":
      return (
        <Placed
          choices={question.ways.map(({ way, name, bounds, km2 }) => ({
            key: way,
            name,
            detail: bounds === null ? "" : middle(bounds),
            size: km2 === null ? "" : formatAreaExact(km2),
            bounds,
            onChoose: () => {
              onAnswer({ ...answers, way });
            },
          }))}
        />
      );
    case "referenceSystem":
      return (
        <>
          <p className={styles.figures}>
            The first position reads <code>{question.example}</code>
          </p>
          <Placed
            choices={[
              ...question.systems.map(({ epsg, name, bounds }) => ({
                key: String(epsg),
                name,
                detail: `EPSG:${String(epsg)} · ${middle(bounds)}`,
                bounds,
                onChoose: () => {
                  onAnswer({ ...answers, epsg });
                },
              })),
              ...(question.defined === null
                ? []
                : [
                    {
                      key: "defined",
                      name: "What its numbers say, whatever it is called",
                      detail: middle(question.defined),
                      bounds: question.defined,
                      onChoose: () => {
                        onAnswer({ ...answers, byDefinition: true });
                      },
                    },
                  ]),
            ]}
          />
          <OtherSystem
            onChoose={(epsg) => {
              onAnswer({ ...answers, epsg });
            }}
          />
        </>
      );
  }
}

type ChoiceProps = { name: string; detail: string; size?: string; near?: NearPlace | null | undefined; disabled?: boolean; onChoose: () => void };

function Choice({ name, detail, size = "", near, disabled = false, onChoose }: ChoiceProps) {
  return (
    <li>
      <button type="button" className={styles.choice} disabled={disabled} onClick={onChoose}>
        <span className={styles.place}>
          <span>{name}</span>
          {near !== undefined && <Nearby place={near} />}
        </span>
        <span className={`${styles.figures ?? ""} ${styles.lying ?? ""}`}>
          {size !== "" && <span>{size}</span>}
          {detail !== "" && <span>{detail}</span>}
        </span>
      </button>
    </li>
  );
}

/** Choices that differ in where the area would lie. */
function Placed({ choices }: { choices: readonly (ChoiceProps & { key: string; bounds: Bounds | null })[] }) {
  const lying = choices.filter(({ bounds }) => bounds !== null);
  const places = usePlacesNear(lying.map(({ bounds }) => centre(bounds ?? [0, 0, 0, 0])));
  return (
    <ul>
      {choices.map(({ key, bounds, ...choice }) => (
        <Choice key={key} {...choice} near={bounds === null ? undefined : places?.[lying.findIndex((one) => one.key === key)]} />
      ))}
    </ul>
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

const centre = ([west, south, east, north]: Bounds): [number, number] => [(west + east) / 2, (south + north) / 2];
const middle = (bounds: Bounds): string => formatCoordinates(...centre(bounds));
