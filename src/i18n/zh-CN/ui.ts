/** Sentences of the ui. */
export const ui: Readonly<Record<string, string>> = {};
