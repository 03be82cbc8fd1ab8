/** What is special about one kind of text. The rest of the rule is the same for all texts. */
export interface TextRule {
  /** The name of the field, for messages. */
  field: string;
  /** The least number of characters that a person sees. With 0 the text may be empty. */
  min: number;
  /** The highest number of characters that a person sees. */
  max: number;
  /** The highest number of bytes in UTF-8. It leaves each character room for an emoji of several parts. */
  maxBytes: number;
  /** The text must not change, because nobody sees it: what would be dropped or cut off is refused, but outer spaces stay. */
  asTyped?: true;
}

/** The title of a ticket. */
export const TITLE: TextRule = { field: 'title', min: 1, max: 200, maxBytes: 8192 };

/** The words of a search. A URL holds them, so they are shorter than a title in bytes. */
export const SEARCH_WORDS: TextRule = { field: 'q', min: 0, max: 200, maxBytes: 2048 };

/** An e-mail address. It must also be one; auth checks that. The limit is of RFC 5321 §4.5.3.1.3. */
export const EMAIL: TextRule = { field: 'email', min: 1, max: 254, maxBytes: 254 };

/** A new password. */
export const PASSWORD: TextRule = { field: 'password', min: 8, max: 128, maxBytes: 8192, asTyped: true };
