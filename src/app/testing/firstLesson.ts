/** The first lesson as the page gets it, for tests. */
import { readdirSync, readFileSync } from 'node:fs';
import { prepareFiles, type LoadedScenario } from '../../scenario/prepareFiles';

const ID = 'where-a-service-works';
const FOLDER = new URL(`../../../scenarios/${ID}/`, import.meta.url);

export function firstLesson(): LoadedScenario {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.\w+$/.test(path))
    .map((path) => ({ path, text: readFileSync(new URL(path, FOLDER), 'utf8') }));
  return prepareFiles(ID, files);
}
