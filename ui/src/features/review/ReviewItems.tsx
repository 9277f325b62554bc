import type { Review } from "../../ipc";
import { formatMoney, formatUtcTime } from "../../shared/format";
import { Area, Money } from "../../shared/ui";
import { SceneThumbnail, byProduct } from "../basket";
import styles from "./ReviewPage.module.css";

/** The scenes with their product, options and money; billed as the vendor does, by product type. */
export function ReviewItems({ review }: { review: Review }) {
  const { group, price } = review;
  return (
    <section className={styles.card} aria-label="Scenes">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" className={styles.pictureCell}>
              <span className="visually-hidden">Picture</span>
            </th>
            <th scope="col">Scene</th>
            <th scope="col" className={styles.onlyWide}>
              Product and options
            </th>
            <th scope="col" className={styles.figure}>
              Drawn
            </th>
            <th scope="col" className={styles.figure}>
              Billed
            </th>
            <th scope="col" className={`${styles.figure ?? ""} ${styles.onlyWide ?? ""}`}>
              per km²
            </th>
            <th scope="col" className={styles.figure}>
              Price
            </th>
          </tr>
        </thead>
        {byProduct({ ...group, price }).map(({ productTypeId, label, items, line }) => (
          <tbody key={productTypeId}>
            {items.map((item, index) => (
              <tr key={item.itemId}>
                <td className={styles.pictureCell}>
                  <SceneThumbnail sceneId={item.scene.id} name={item.scene.platform} />
                </td>
                <td>
                  <div className={styles.strong}>{item.scene.platform}</div>
                  <div className={`${styles.detail ?? ""} ${styles.time ?? ""}`}>{formatUtcTime(item.scene.acquired)}</div>
                  <div className={styles.detail}>{item.areaName}</div>
                  <div className={`${styles.detail ?? ""} ${styles.onlyNarrow ?? ""}`}>
                    {label}: {optionWords(review, productTypeId)}
                  </div>
                </td>
                <td className={styles.onlyWide}>
                  <div>{label}</div>
                  <div className={styles.detail}>{optionWords(review, productTypeId)}</div>
                </td>
                <td className={styles.figure}>
                  <Area km2={item.drawnKm2} exact />
                </td>
                {index === 0 && line !== null && (
                  <>
                    <td className={styles.figure} rowSpan={items.length}>
                      <span className={line.minimumApplied ? styles.minimum : undefined}>
                        <Area km2={Number(line.areaKm2)} exact />
                      </span>
                      {line.minimumApplied && <div className={styles.detail}>the minimum</div>}
                      {line.perKm2 !== null && <div className={`${styles.detail ?? ""} ${styles.onlyNarrow ?? ""}`}>× {formatMoney(line.perKm2, price.currency)}</div>}
                    </td>
                    <td className={`${styles.figure ?? ""} ${styles.onlyWide ?? ""}`} rowSpan={items.length}>
                      {line.perKm2 === null ? "–" : formatMoney(line.perKm2, price.currency)}
                    </td>
                    <td className={styles.figure} rowSpan={items.length}>
                      <strong>
                        <Money amount={line.amount} currency={price.currency} />
                      </strong>
                      {items.length > 1 && <div className={styles.detail}>for {items.length} scenes</div>}
                    </td>
                  </>
                )}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}

/** The chosen values in the contract's own labels, as they will be sent; what a label alone doesn't say gets its option's name. */
function optionWords({ group }: Review, productTypeId: string): string {
  const product = group.options.find((one) => one.productTypeId === productTypeId);
  const chosen = (product?.values ?? []).map(({ key, value }) => {
    const option = product?.options.find((one) => one.key === key);
    return { name: option?.label ?? key, label: option?.values.find((one) => one.id === value)?.label ?? null, value };
  });
  return chosen
    .map(({ name, label, value }) => {
      const alone = label !== null && !/^(?:true|false|yes|no|none)$/iu.test(label) && chosen.filter((one) => one.label === label).length === 1;
      return alone ? label : `${name}: ${label ?? value}`;
    })
    .join(" · ");
}
