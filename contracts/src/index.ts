export { answerProblem } from './answer-problem.js';
export { eventProblem } from './event-problem.js';
export { pathOf } from './files.js';
export { WatchedAnswers } from './watched-answers.js';
