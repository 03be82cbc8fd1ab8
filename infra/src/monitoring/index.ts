export { readExpressions } from './files.js';
export { type Expression, type Matcher, parseExpression, type Selector } from './selectors.js';
