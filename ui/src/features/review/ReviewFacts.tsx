import { useLocation } from "wouter";

import type { Review } from "../../ipc";
import { useSettings } from "../../shared/query";
import { Facts, LinkButton, MiddleEllipsis } from "../../shared/ui";
import { useCountries, useMarkets } from "../basket";
import styles from "./ReviewPage.module.css";

/** For whom the order is and where its files go. */
export function ReviewFacts({ review }: { review: Review }) {
  const [, navigate] = useLocation();
  const settings = useSettings();
  const { group, workspace } = review;
  return (
    <div className={styles.pair}>
      <section className={styles.facts} aria-label="For whom">
        <header className={styles.factsHead}>
          <h2 className={styles.factsTitle}>For whom</h2>
          <LinkButton aria-label="Edit for whom" onClick={() => { navigate("/basket"); }}>
            Edit
          </LinkButton>
        </header>
        <Facts
          rows={[
            { name: "End user", value: <EndUser review={review} /> },
            { name: "Market", value: <MarketName review={review} /> },
            { name: "Your reference", value: <MiddleEllipsis text={group.reference} mono /> },
            { name: "Contract", value: `${group.contract.name}, ${group.contract.contractId}` },
          ]}
        />
      </section>
      <section className={styles.facts} aria-label="Delivery">
        <header className={styles.factsHead}>
          <h2 className={styles.factsTitle}>Delivery</h2>
          <LinkButton aria-label="Edit the download folder" onClick={() => { navigate("/settings"); }}>
            Edit
          </LinkButton>
        </header>
        <Facts
          rows={[
            { name: "To", value: "Private workspace" },
            ...(workspace === null ? [] : [{ name: "Workspace", value: <MiddleEllipsis text={workspace} mono /> }]),
            { name: "Download to", value: settings.data === undefined ? "–" : <MiddleEllipsis text={settings.data.downloadFolder} tail={16} /> },
          ]}
        />
      </section>
    </div>
  );
}

function EndUser({ review }: { review: Review }) {
  const countries = useCountries();
  const { endUser } = review.group;
  if (endUser === null || (endUser.name === "" && endUser.country === "")) {
    return "none given";
  }
  const country = countries.data?.find((one) => one.id === endUser.country)?.label ?? endUser.country;
  return [endUser.name, country].filter((part) => part !== "").join(", ");
}

function MarketName({ review }: { review: Review }) {
  const { group } = review;
  const markets = useMarkets(group.contract.contractId);
  const market = markets.data?.find((one) => one.id === group.market);
  const secondary = market?.secondary.find((one) => one.id === group.secondaryMarket)?.label ?? group.secondaryMarket;
  return [market?.label ?? group.market, secondary].filter((part) => part !== null && part !== "").join(" · ");
}
