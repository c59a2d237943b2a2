/** How a command fails. */

/** Wrong usage: exit status 2. The message names the mend. */
export class UsageError extends Error {}

/** Bad input: exit status 1. The message names the file and the mend. */
export class InputError extends Error {}
