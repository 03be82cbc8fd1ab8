import { html, type Html, type Shown } from './html.js';

export interface Column {
  name: string;
  /** Numbers stand at the right. */
  isNumber?: boolean;
  /** Its cells take the whole width of a card. The first column always does. */
  isWide?: boolean;
}

/** A table that becomes a list of cards on a narrow screen. The roles keep it a table for a screen reader. */
export function table(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Shown[])[],
): Html {
  const kind = ({ isNumber, isWide }: Column) => `${isNumber ? 'number' : ''} ${isWide ? 'wide' : ''}`.trim();
  return html`<table role="table">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((column) => html`<th role="columnheader" scope="col" class="${kind(column)}">${column.name}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (cells) =>
          html`<tr role="row">
            ${columns.map(
              (column, index) =>
                html`<td role="cell" class="${kind(column)}" data-label="${column.name}">
                  ${cells[index]}
                </td>`,
            )}
          </tr> `,
      )}
    </tbody>
  </table>`;
}
