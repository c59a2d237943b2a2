/** The folders beside a scenario's: where the one that it extends is found. */
import type { SourceFile } from '../manifest/source';

export interface Siblings {
  /** The names of the folders that hold a scenario. */
  names(): readonly string[];
  /** The files of one of them, with paths relative to it; undefined if there is none of that name. */
  filesOf(slug: string): readonly SourceFile[] | undefined;
}

/** For a scenario that stands alone. */
export const NO_SIBLINGS: Siblings = { names: () => [], filesOf: () => undefined };
