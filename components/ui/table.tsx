import { clsx } from "clsx";
import type { ReactNode } from "react";

export type Column<Row> = {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  /** Numbers and times stand right, in figures of one width. */
  numeric?: boolean;
  /** The heading of its row; of a card on a phone. One column has it. */
  heading?: boolean;
  /** The column of a row's actions: its title is for screen readers only. */
  actions?: boolean;
};

/** A table that becomes a list of cards on a phone. The roles are written out, because a table drawn as blocks loses them. */
export function Table<Row>({ caption, columns, rows, rowKey }: { caption: string; columns: Column<Row>[]; rows: Row[]; rowKey: (row: Row) => string | number }) {
  return (
    <table role="table" className="stack-table w-full text-ui">
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.key} role="columnheader" scope="col" className={clsx("text-sm font-medium text-muted", column.numeric && "text-right")}>
              {column.actions ? <span className="sr-only">{column.title}</span> : column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr key={rowKey(row)} role="row">
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const content = column.cell(row);
  if (column.heading) {
    return (
      <th role="rowheader" scope="row" className="font-semibold">
        {content}
      </th>
    );
  }
  return (
    <td role="cell" className={clsx(column.numeric && "tabular text-right", column.actions && "actions")}>
      {!column.actions && (
        <span aria-hidden="true" className="cell-title">
          {column.title}
        </span>
      )}
      {content}
    </td>
  );
}
