/** Tables whose fields say what they are for: JSON Schema shows it in editors, the validator passes it by. */
import type { Schema } from '../manifest/schema';

/** The schema with a sentence for authors. */
export function about(schema: Schema, sentence: string): Schema {
  const described: Schema & { readonly about: string } = { ...schema, about: sentence };
  return described;
}

/** The sentence, if the schema has one. */
export function aboutOf(schema: Schema): string | undefined {
  return 'about' in schema && typeof schema.about === 'string' ? schema.about : undefined;
}
