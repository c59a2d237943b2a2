/** The JSON Schemas that editors read: each made from the table by which the same file is checked. */
import { courseFields, courseTextFields } from './courseFields';
import { extendingFields } from './fields';
import { toJsonSchema } from './jsonSchema';
import { textFields } from './textFields';

/** File name in public/schema → schema. What is there is what this gives; a test holds the two together. */
export const PUBLISHED_SCHEMAS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'scenario.schema.json': {
    ...toJsonSchema(extendingFields, 'Hopscope scenario'),
    anyOf: [{ required: ['extends'] }, { required: ['kubernetes', 'manifests'] }],
  },
  'text.schema.json': toJsonSchema(textFields, 'Sentences of a Hopscope scenario'),
  'course.schema.json': toJsonSchema(courseFields, 'Hopscope course'),
  'course-text.schema.json': toJsonSchema(courseTextFields, 'Sentences of a Hopscope course'),
};

/** A schema as it stands in its file. */
export function schemaText(name: string): string {
  return `${JSON.stringify(PUBLISHED_SCHEMAS[name], null, 2)}\n`;
}
