export { answerProblem, type SeenAnswer } from './answer-problem.js';
export { eventProblem } from './event-problem.js';
export { pathOf } from './files.js';
