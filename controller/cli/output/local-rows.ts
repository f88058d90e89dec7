/** `--filter` and `--order-by` where no controller is asked: by the columns of `-o csv`. */
import { parseFilter, type RowFields, rowFilter, rowOrder } from '../../../shared/model/index.ts';
import type { CsvColumn } from './listing.ts';

interface Wish {
  readonly filter: string;
  readonly orderBy: string;
}

/** Errors: INVALID_INPUT that names the place, or the columns that there are. */
export function arrangedRows<R>(
  rows: readonly R[],
  columns: readonly CsvColumn<R>[],
  wish: Wish,
): readonly R[] {
  return arrangedBy(rows, csvFields(columns), wish);
}

export function arrangedBy<R>(rows: readonly R[], fields: RowFields<R>, wish: Wish): readonly R[] {
  const wanted = rows.filter(rowFilter(parseFilter(wish.filter), fields));
  const order = rowOrder(wish.orderBy, fields);
  if (!order) return wanted;
  const keyed = wanted.map((row) => ({ row, keys: order.keysOf(row) }));
  return keyed.sort((a, b) => order.compare(a.keys, b.keys)).map(({ row }) => row);
}

function csvFields<R>(columns: readonly CsvColumn<R>[]): RowFields<R> {
  return {
    names: columns.map(({ head }) => head),
    find: (name) => {
      const column = columns.find(({ head }) => head === name);
      return column && { type: 'plain', value: (row) => column.cell(row) };
    },
  };
}
