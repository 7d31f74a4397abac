// Which column of a file holds what: guessed by the core, corrected by people.
import type { OrdersColumn, OrdersMapping, OrdersPreview } from "cartnudge/authoring";

export interface Columns {
  columns: Partial<Record<OrdersColumn, string>>;
  returnPrefix: string;
  currency: string;
  notProducts: string[];
  skipFree: boolean;
}

export const noColumns: Columns = { columns: {}, returnPrefix: "", currency: "", notProducts: [], skipFree: false };

/** What the core takes a file's columns for. One column holds one thing: its own name first, then what is needed. */
export function guessed({ wanted }: OrdersPreview): Columns {
  const columns: Columns["columns"] = {};
  const taken = new Set<string>();
  const rank = ({ name, column, required }: OrdersPreview["wanted"][number]) =>
    name === column ? 0 : required ? 1 : 2;
  for (const { name, column } of wanted.toSorted((left, right) => rank(left) - rank(right))) {
    if (column === undefined || taken.has(column)) continue;
    taken.add(column);
    columns[name] = column;
  }
  return { ...noColumns, columns };
}

/** Required columns that nothing was chosen for. */
export function missing({ wanted }: OrdersPreview, { columns }: Columns): OrdersColumn[] {
  return wanted.filter(({ name, required }) => required && !columns[name]).map(({ name }) => name);
}

/** As the core takes it: what is left empty isn't said, and a column of cartnudge's own name needs no saying. */
export function toMapping({ columns, returnPrefix, currency, notProducts, skipFree }: Columns): OrdersMapping {
  const own = Object.entries(columns).filter(([name, column]) => column && column !== name);
  return {
    ...(own.length > 0 ? { columns: Object.fromEntries(own) } : {}),
    ...(returnPrefix.trim() === "" ? {} : { return_prefix: returnPrefix.trim() }),
    ...(currency.trim() === "" ? {} : { currency: currency.trim().toUpperCase() }),
    ...(notProducts.length > 0 ? { not_products: notProducts } : {}),
    ...(skipFree ? { skip_free: true } : {}),
  };
}

/** A mapping file of `cartnudge replay --columns`, as the form holds it. */
export function fromMapping(mapping: OrdersMapping, otherwise: Columns): Columns {
  return {
    columns: { ...otherwise.columns, ...mapping.columns },
    returnPrefix: mapping.return_prefix ?? "",
    currency: mapping.currency ?? "",
    notProducts: mapping.not_products ?? [],
    skipFree: mapping.skip_free ?? false,
  };
}
