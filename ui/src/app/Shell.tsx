import { lazy, Suspense, useEffect } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";

import { BasketPage, PayerDialog } from "../features/basket";
import { DeliveriesPage } from "../features/deliveries";
import { OrdersPage } from "../features/orders";
import { ReviewPage } from "../features/review";
import { SettingsPage } from "../features/settings";
import { usePageFocus } from "../shared/pageFocus";
import { CommandPalette } from "./CommandPalette";
import { OfflineBar } from "./OfflineBar";
import { placeOf } from "./places";
import { Rail } from "./Rail";
import styles from "./Shell.module.css";
import { TopBar } from "./TopBar";
import { usePageScale, useWindowKeys } from "./useWindowKeys";

// The map is the largest part of the program; the window stands before it has been read.
const Workbench = lazy(() => import("./Workbench").then((module) => ({ default: module.Workbench })));

/** The window: bar, rail, and the page of the route. The map stays mounted under every page and is never made again. */
export function Shell() {
  const [location] = useLocation();
  const place = placeOf(location);
  const onMap = place === "/area" || place === "/archive";

  // Not the place of the rail: a review is another page than the basket that it belongs to.
  usePageFocus(location);
  usePageScale();
  useWindowKeys();

  useEffect(() => {
    document.documentElement.dataset["ready"] = "true";
  }, []);

  return (
    <div className={styles.shell}>
      <TopBar />
      <OfflineBar />
      <Rail place={place} />
      <div className={styles.content}>
        <main className={styles.layer} tabIndex={-1} data-hidden={!onMap} inert={!onMap}>
          <Suspense fallback={null}>
            <Workbench page={place === "/area" ? "area" : place === "/archive" ? "archive" : "none"} />
          </Suspense>
        </main>
        <Switch>
          <Route path="/area">{null}</Route>
          <Route path="/archive">{null}</Route>
          <Route path="/basket">
            <BasketPage />
          </Route>
          <Route path="/review/:contract/:kind">
            {({ contract, kind }) => <ReviewPage contractId={contract} kind={kind === "quotation" ? "quotation" : "order"} />}
          </Route>
          <Route path="/orders/:reference?">{({ reference }) => <OrdersPage reference={reference ?? null} />}</Route>
          <Route path="/deliveries">
            <DeliveriesPage />
          </Route>
          <Route path="/settings">
            <SettingsPage />
          </Route>
          <Route>
            <Redirect to="/area" replace />
          </Route>
        </Switch>
      </div>
      <CommandPalette />
      <PayerDialog />
    </div>
  );
}
