/** Sentences of the scene. */
export const scene: Readonly<Record<string, string>> = {};
