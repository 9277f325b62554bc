import { Popover } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fragment, useState } from "react";

import { ipc } from "../../ipc";
import { formatCount } from "../../shared/format";
import { keys } from "../../shared/query";
import { LinkButton } from "../../shared/ui";
import styles from "./Areas.module.css";

/** What an area may be, with whose rule each limit is. */
export function Limits() {
  const [opened, setOpened] = useState(false);
  const limits = useQuery({ queryKey: keys.areaLimits, queryFn: () => ipc.areaLimits(), enabled: opened, staleTime: Infinity });
  const sources = [...new Set(limits.data?.map(({ source }) => source) ?? [])];
  return (
    <Popover opened={opened} onChange={setOpened} position="top-start" width={340}>
      <Popover.Target>
        <LinkButton
          className={styles.show ?? ""}
          onClick={() => {
            setOpened(!opened);
          }}
        >
          Whose rules are these?
        </LinkButton>
      </Popover.Target>
      <Popover.Dropdown>
        <dl className={styles.limits}>
          {sources.map((source) => (
            <Fragment key={source}>
              {limits.data
                ?.filter((limit) => limit.source === source)
                .map(({ what, value, unit }) => (
                  <Fragment key={what}>
                    <dt>{what.slice(0, 1).toUpperCase() + what.slice(1)}</dt>
                    <dd>
                      {Number.isInteger(value) ? formatCount(value) : value} {unit}
                    </dd>
                  </Fragment>
                ))}
              <p>{source}</p>
            </Fragment>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}
