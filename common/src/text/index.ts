export { cursorAfter, idBefore } from './cursor.js';
export { cleanText } from './clean-text.js';
export { isText } from './is-text.js';
export { type ReadText, readText } from './read-text.js';
export { textBytes, textLength } from './text-length.js';
export { EMAIL, PASSWORD, SEARCH_WORDS, type TextRule, TITLE } from './text-rules.js';
