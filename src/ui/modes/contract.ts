/** What the comparison of the proxy modes is given, and what it may ask for. */
import type { ModeColumn } from '../../projection/modes';
import type { GrowthPoint } from '../../projection/modesGrowth';

export interface ModesView {
  /** In this order, each its column and its line. */
  readonly modes: readonly string[];
  /** The mode of the session itself. */
  readonly shown: string;
  /** Runs by mode, as far as they have been made. */
  readonly columns: Readonly<Record<string, ModeColumn>>;
  /** True where the session has sent nothing yet: then some usual requests are sent. */
  readonly isUsual: boolean;
  /** Measurements by mode, as far as they have been made. */
  readonly growth: Readonly<Record<string, readonly GrowthPoint[]>>;
  readonly isMeasured: boolean;
  /** Why it could not be worked out; null while all is well. */
  readonly failure: string | null;
}

export interface ModesActions {
  /** Begins the same scenario anew under this mode, with the same seed and deeds. */
  switchTo(mode: string): void;
  /** Opens the comparison. */
  open(): void;
  close(): void;
}
