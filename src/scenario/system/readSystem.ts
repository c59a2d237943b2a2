/** Somebody's files to a system and everything that is wrong with them. Never throws, whatever the files hold. */
import { importSystem, type SystemImport } from '../../manifest/import/importSystem';
import { problemAt, sortProblems, type Place, type Problem } from '../../manifest/problem';
import { placeOfField } from '../../manifest/readManifests';
import type { SourceFile } from '../../manifest/source';
import { readOcelotConfiguration } from '../../sim/traffic/ocelot/readConfiguration';
import { ocelotText } from './systemScenario';

/** All files together may have so many characters, a file so many levels, and there may be so many files. */
export const MOST_CHARACTERS = 1_500_000;
export const MOST_FILES = 200;
export const MOST_LEVELS = 100;

/**
 * A problem of a manifest, or of an Ocelot configuration (then the code is `ocelot.json/` and Ocelot's own,
 * as `readConfiguration` names it).
 */
export type SystemProblem = Omit<Problem, 'code'> & { readonly code: string };

export interface SystemReading {
  readonly system: SystemImport;
  /** The files that were read. */
  readonly files: readonly SourceFile[];
  readonly problems: readonly SystemProblem[];
}

/** Codes of Ocelot's problems begin so. */
export const OCELOT_CODE = 'ocelot.json/';

/** Reads Kubernetes YAML or JSON, `ocelot.json` and `appsettings.json` files together. */
export function readSystem(all: readonly SourceFile[]): SystemReading {
  const { files, problems } = withinBounds(all);
  const system = importSystem(files);
  const found: SystemProblem[] = [...problems, ...system.warnings];
  for (const file of system.ignored) {
    if (files.some(({ path, text }) => path === file && text.trim() !== ''))
      found.push(problemAt({ file, line: 1, column: 1 }, 'file/not-known'));
  }
  for (const one of system.ocelot) found.push(...configurationProblems(one.file, system, files));
  return { system, files, problems: sortProblems(found as readonly Problem[]) };
}

function withinBounds(all: readonly SourceFile[]): { files: SourceFile[]; problems: Problem[] } {
  const files: SourceFile[] = [];
  const problems: Problem[] = [];
  let size = 0;
  for (const file of all) {
    const place: Place = { file: file.path, line: 1, column: 1 };
    const deep = tooDeepAt(file.text);
    if (files.length >= MOST_FILES) {
      problems.push(problemAt(place, 'file/too-many', { limit: MOST_FILES }));
    } else if (size + file.text.length > MOST_CHARACTERS) {
      const params = { size: Math.ceil(file.text.length / 1000), limit: MOST_CHARACTERS / 1000 };
      problems.push(problemAt(place, 'file/too-large', params));
    } else if (isBinary(file.text)) {
      problems.push(problemAt(place, 'file/not-text'));
    } else if (deep !== null) {
      problems.push(problemAt({ ...place, line: deep }, 'file/too-deep', { line: deep, limit: MOST_LEVELS }));
    } else {
      files.push(file);
      size += file.text.length;
    }
  }
  return { files, problems };
}

/** True for what no text holds: a zero, or many characters that could not be decoded. */
export function isBinary(text: string): boolean {
  if (text.includes('\u0000')) return true;
  const undecoded = text.slice(0, 10_000).split('\uFFFD').length - 1;
  return undecoded > 8 && undecoded > Math.min(text.length, 10_000) / 100;
}

/** The line at which brackets or list marks are nested too deeply for any manifest; null if none is. */
function tooDeepAt(text: string): number | null {
  let line = 1;
  let open = 0;
  let dashes = 0;
  let isIndent = true;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 10) {
      line++;
      dashes = 0;
      isIndent = true;
    } else if (char === 91 || char === 123) {
      open++;
      isIndent = false;
    } else if (char === 93 || char === 125) {
      open = Math.max(0, open - 1);
      isIndent = false;
    } else if (isIndent && (char === 45 || char === 63)) dashes++;
    else if (char !== 32 && char !== 9) isIndent = false;
    if (open > MOST_LEVELS || (dashes > MOST_LEVELS && isIndent && text[at + 1] === ' ')) return line;
  }
  return null;
}

/** What Ocelot itself would complain of, at its place in the file that holds the configuration. */
function configurationProblems(
  file: string,
  system: SystemImport,
  files: readonly SourceFile[],
): SystemProblem[] {
  const text = ocelotText(file, system, files);
  if (text === null) return [];
  const placeOf = placesIn(file, system);
  return readOcelotConfiguration(text).problems.map(({ line, column, code, ...problem }) => ({
    ...problem,
    ...placeOf(line, column),
    code: `${OCELOT_CODE}${code}`,
  }));
}

/** From a place in a configuration to one in its file: in block text a line of JSON is a line of the manifest. */
function placesIn(file: string, system: SystemImport): (line: number, column: number) => Place {
  const cut = file.indexOf('#');
  if (cut < 0) return (line, column) => ({ file, line, column });
  const [namespace = '', name = '', ...key] = file.slice(cut + 1).split('/');
  const read = system.reading.objects.find(
    ({ object }) =>
      object.kind === 'ConfigMap' && object.metadata.name === name && object.metadata.namespace === namespace,
  );
  const start =
    read === undefined
      ? { file: file.slice(0, cut), line: 0, column: 1 }
      : placeOfField(read, `data.${key.join('/')}`);
  return (line, column) => ({ file: start.file, line: start.line + line, column: start.column + 1 + column });
}
