/** All that a terminal needs, in one piece, so that it can be loaded when it is wanted. */
export { complete } from './complete';
export { lineOf } from './lineOf';
export { printQuery } from './print/printQuery';
export { printExec } from './exec/printExec';
export { readLine } from './readLine';
export { watchLines, watchStart, WatchTape } from './watch';
