/** Names for the parts of what projection hands over; `ui` knows nothing below it. */
import type { HopCard } from '../projection/cards';
import type { Picture } from '../projection/picture';

/** A sentence to be: a key of the catalogue and its parameters. */
export type Message = Picture['caption'];
export type Hop = HopCard['hop'];
export type Decision = Hop['decision'];
/** A decision by one kind of decider. */
export type DecisionBy<By extends Decision['by']> = Extract<Decision, { by: By }>;
export type ExaminedRule = DecisionBy<'rules'>['examined'][number];
export type FlowHeaders = NonNullable<Hop['before']>;
