/** Tables as JSON Schema, for editors that check scenario.yaml while it is written. */
import { textFormats, type Schema } from '../manifest/schema';
import { aboutOf } from './described';

type Json = Readonly<Record<string, unknown>>;

/**
 * The JSON Schema (draft 2020-12) of a table. Fields that say what they are for say it here, too.
 * Source: https://json-schema.org/draft/2020-12
 */
export function toJsonSchema(schema: Schema, title: string): Json {
  const definitions: Record<string, Json> = {};
  const body = describe(schema, definitions);
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...body, $defs: definitions };
}

function describe(schema: Schema, definitions: Record<string, Json>): Json {
  const about = aboutOf(schema);
  const body = bodyOf(schema, definitions);
  return about === undefined ? body : { ...body, description: about };
}

function bodyOf(schema: Schema, definitions: Record<string, Json>): Json {
  switch (schema.is) {
    case 'any':
      return {};
    case 'text':
      return {
        type: 'string',
        ...(schema.oneOf === undefined ? {} : { enum: schema.oneOf }),
        ...(schema.format === undefined ? {} : { description: textFormats[schema.format].expected }),
      };
    case 'int':
      return { type: 'integer', minimum: schema.min, maximum: schema.max };
    case 'number':
      return { type: 'number' };
    case 'bool':
      return { type: 'boolean' };
    case 'intOrText':
    case 'quantity':
      return { type: ['integer', 'string'] };
    case 'textMap':
      return { type: 'object', additionalProperties: { type: 'string' } };
    case 'map':
      return { type: 'object', additionalProperties: describe(schema.of, definitions) };
    case 'list':
      return {
        type: 'array',
        items: describe(schema.of, definitions),
        ...(schema.notEmpty ? { minItems: 1 } : {}),
      };
    case 'named':
      if (!Object.hasOwn(definitions, schema.name)) {
        definitions[schema.name] = {};
        definitions[schema.name] = describe(schema.of(), definitions);
      }
      return { $ref: `#/$defs/${schema.name}` };
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(schema.fields).map(([name, field]) => [name, describe(field, definitions)]),
        ),
        additionalProperties: false,
        ...(schema.required.length === 0 ? {} : { required: schema.required }),
        ...(schema.heads === undefined ? {} : { oneOf: schema.heads.map((head) => ({ required: [head] })) }),
      };
  }
}
