/** The place in a list after the item with this id, as a text for a URL. */
export const cursorAfter = (id: string): string => Buffer.from(id).toString('base64url');

/** The id of the last item before the place. It is any text, if the cursor is not from this system. */
export const idBefore = (cursor: string): string => Buffer.from(cursor, 'base64url').toString();
