import { IconTrash } from "@tabler/icons-react";

import type { BasketGroup, BasketItem, Estimate } from "../../ipc";
import { formatMoney, formatResolution, formatShare, formatUtcDate } from "../../shared/format";
import { Area, IconButton, Money } from "../../shared/ui";
import styles from "./BasketPage.module.css";
import type { ProductRows } from "./groupFacts";
import { SceneThumbnail } from "./SceneThumbnail";

type GroupTableProps = { group: BasketGroup; products: ProductRows[]; chosenProduct: string | null; onChoose?: (productTypeId: string) => void; onRemove?: (item: BasketItem) => void };

/**
 * The scenes of a contract. The vendor prices a product type as a whole, so its billed area and price span the rows of
 * all its scenes, and so does the estimate before there is a price: several scenes make one coverage. Without `onChoose` and
 * `onRemove` it is only to be read.
 */
export function GroupTable({ group, products, chosenProduct, onChoose, onRemove }: GroupTableProps) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col" className={styles.pictureCell}>
            <span className="visually-hidden">Picture</span>
          </th>
          <th scope="col">Scene</th>
          <th scope="col" className={styles.areaCell}>
            Area
          </th>
          <th scope="col" className={styles.figure}>
            Drawn
          </th>
          <th scope="col" className={styles.figure}>
            Billed
          </th>
          <th scope="col" className={styles.figure}>
            Price
          </th>
          <th scope="col" className={styles.removeCell}>
            <span className="visually-hidden">Remove</span>
          </th>
        </tr>
      </thead>
      {products.map((product) => (
        <tbody key={product.productTypeId} data-chosen={product.productTypeId === chosenProduct || undefined}>
          {product.items.map((item, index) => (
            <tr key={item.itemId}>
              <td className={styles.pictureCell}>
                <SceneThumbnail sceneId={item.scene.id} name={nameOf(item)} />
              </td>
              <td>
                {onChoose === undefined ? (
                  <strong>{item.scene.platform}</strong>
                ) : (
                  <button
                    type="button"
                    className={styles.sceneName}
                    aria-pressed={product.productTypeId === chosenProduct}
                    aria-label={`${item.scene.platform}, options of ${product.label}`}
                    onClick={() => {
                      onChoose(product.productTypeId);
                    }}
                  >
                    {item.scene.platform}
                  </button>
                )}
                <div className={styles.sceneNote}>{sceneNote(item)}</div>
                <div className={styles.sceneArea}>{item.areaName}</div>
              </td>
              <td className={styles.areaCell}>{item.areaName}</td>
              <td className={styles.figure}>
                <Area km2={item.drawnKm2} exact />
              </td>
              {index === 0 &&
                (product.line === null ? (
                  <Estimated estimate={group.estimates.find((one) => one.productTypeId === product.productTypeId)} scenes={product.items.length} />
                ) : (
                  <Billed product={product} currency={group.price?.currency ?? null} />
                ))}
              <td className={styles.removeCell}>
                {onRemove !== undefined && (
                  <IconButton
                    label={`Remove ${nameOf(item)}, over ${item.areaName}`}
                    size="small"
                    onClick={() => {
                      onRemove(item);
                    }}
                  >
                    <IconTrash size={18} stroke={1.6} aria-hidden />
                  </IconButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Estimated({ estimate, scenes }: { estimate: Estimate | undefined; scenes: number }) {
  if (estimate === undefined) {
    return (
      <>
        <td className={styles.figure} rowSpan={scenes}>–</td>
        <td className={styles.figure} rowSpan={scenes}>–</td>
      </>
    );
  }
  const note = scenes > 1 ? <div className={styles.spanNote}>for {scenes} scenes</div> : null;
  return (
    <>
      <td className={styles.figure} rowSpan={scenes}>
        <span className={styles.estimate} title={estimate.minimumApplied ? "The minimum area of this product" : undefined}>
          ≈ <Area km2={estimate.billedKm2} exact />
        </span>
        {note}
      </td>
      <td className={styles.figure} rowSpan={scenes}>
        <span className={styles.estimate}>≈ {formatMoney(estimate.amount, estimate.currency)}</span>
        {note}
      </td>
    </>
  );
}

function Billed({ product, currency }: { product: ProductRows; currency: string | null }) {
  const { line, items } = product;
  if (line === null) {
    return null;
  }
  const note = items.length > 1 ? <div className={styles.spanNote}>for {items.length} scenes</div> : null;
  return (
    <>
      <td className={styles.figure} rowSpan={items.length}>
        <span className={line.minimumApplied ? styles.minimum : undefined} title={line.minimumApplied ? "The minimum area of this product" : undefined}>
          <Area km2={Number(line.areaKm2)} exact />
        </span>
        {note}
      </td>
      <td className={`${styles.figure ?? ""} ${styles.price ?? ""}`} rowSpan={items.length}>
        <Money amount={line.amount} currency={currency} />
        {note}
      </td>
    </>
  );
}

export function nameOf(item: BasketItem): string {
  return `${item.scene.platform}, ${formatUtcDate(item.scene.acquired)}`;
}

function sceneNote({ scene }: BasketItem): string {
  const parts = [formatUtcDate(scene.acquired)];
  if (scene.resolution !== null) {
    parts.push(formatResolution(scene.resolution));
  }
  if (scene.cloud !== null) {
    parts.push(`${formatShare(100 - scene.cloud)} clear in scene`);
  }
  return parts.join(" · ");
}
