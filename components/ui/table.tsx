import { clsx } from "clsx";
import ArrowDown from "@lucide/icons/icons/arrow-down";
import ArrowUp from "@lucide/icons/icons/arrow-up";
import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";

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
  /** By what the table is sorted when its title is followed; `-since` where the newest or largest come first. */
  sort?: string;
};

/** How the rows are sorted now, and the address of another order. */
export type Sorting = { current: string; href: (sort: string) => string };

const opposite = (sort: string) => (sort.startsWith("-") ? sort.slice(1) : `-${sort}`);

/** A table that becomes a list of cards on a phone; titles that sort stay there, above the cards. The roles are written out, because a table drawn as blocks loses them. */
export function Table<Row>({ caption, columns, rows, rowKey, sorting }: { caption: string; columns: Column<Row>[]; rows: Row[]; rowKey: (row: Row) => string | number; sorting?: Sorting }) {
  return (
    <table role="table" className={clsx("stack-table w-full text-ui", sorting && "sortable")}>
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <Title key={column.key} column={column} sorting={sorting} />
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

function Title<Row>({ column: { title, numeric, actions, sort }, sorting }: { column: Column<Row>; sorting: Sorting | undefined }) {
  const look = clsx("text-sm font-medium text-muted", numeric && "text-right");
  if (sort === undefined || !sorting) {
    return (
      <th role="columnheader" scope="col" className={look}>
        {actions ? <span className="sr-only">{title}</span> : title}
      </th>
    );
  }
  const isCurrent = sorting.current === sort || sorting.current === opposite(sort);
  const isDown = isCurrent && sorting.current.startsWith("-");
  return (
    <th role="columnheader" scope="col" aria-sort={isCurrent ? (isDown ? "descending" : "ascending") : undefined} className={clsx(look, "sorts")}>
      <Link href={sorting.href(isCurrent ? opposite(sorting.current) : sort)} prefetch={false} scroll={false} className={clsx("target inline-flex items-center gap-1 hover:text-ink", isCurrent && "text-ink", numeric && "sm:flex-row-reverse")}>
        {title}
        <Icon of={isDown ? ArrowDown : ArrowUp} size={14} className={clsx(!isCurrent && "invisible")} />
      </Link>
    </th>
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
