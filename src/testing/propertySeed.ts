/**
 * Property tests draw the same cases on every machine, so that a failure is the same everywhere and comes from a
 * change. `HOPSCOPE_PROPERTY_SEED=random npm test` draws others; with a number, those of that number.
 */
import { configureGlobal } from 'fast-check';

const asked = process.env['HOPSCOPE_PROPERTY_SEED'] ?? '20260901';
if (asked !== 'random') configureGlobal({ seed: Number(asked) });
