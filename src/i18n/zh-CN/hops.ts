/** Sentences of the hops. */
export const hops: Readonly<Record<string, string>> = {};
