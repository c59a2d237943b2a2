/** Reads modules and finds what they import. Only for the tests of the import table. */
import { posix } from 'node:path';
import ts from 'typescript';

/** Source texts by path from the project's folder, with forward slashes: `src/sim/step.ts`. */
export type FileMap = Readonly<Record<string, string>>;

/** One import, as written and as resolved. */
export interface Import {
  readonly from: string;
  /** As written: `../kernel/time`, `react`. */
  readonly specifier: string;
  /** The file it names in the file map; undefined for a library or a file that is not there. */
  readonly target: string | undefined;
  readonly line: number;
}

/** A module with its imports and the lines that assign a property `now`. */
export interface Module {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly assignsNow: readonly number[];
}

const EXTENSIONS = ['', '.ts', '.tsx', '.mjs', '.js', '/index.ts', '/index.tsx'];

/** Parses every TypeScript and JavaScript module of a file map. */
export function readModules(files: FileMap): Module[] {
  return Object.keys(files)
    .filter((path) => /\.(ts|tsx|mjs|js)$/.test(path))
    .map((path) => readModule(path, files));
}

function readModule(path: string, files: FileMap): Module {
  const source = ts.createSourceFile(path, files[path]!, ts.ScriptTarget.ES2022, true);
  const imports: Import[] = [];
  const assignsNow: number[] = [];
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;

  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) {
      imports.push({ from: path, specifier, target: resolve(path, specifier, files), line: lineOf(node) });
    }
    if (assignsPropertyNow(node)) assignsNow.push(lineOf(node));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { path, imports, assignsNow };
}

/** What a node imports: `import`, `export … from`, `import()`, `import('…').Type`, `new URL('…', import.meta.url)`. */
function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined;
  }
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
    return textOf(node.moduleReference.expression);
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return textOf(node.arguments[0]);
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
    const isOfThisModule = node.arguments?.[1]?.getText() === 'import.meta.url';
    const url = isOfThisModule ? textOf(node.arguments?.[0]) : undefined;
    return url !== undefined && /\.(ts|tsx|mjs|js)$/.test(url) ? url : undefined;
  }
  return undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
}

function resolve(from: string, specifier: string, files: FileMap): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const path = posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  return EXTENSIONS.map((extension) => path + extension).find((candidate) => candidate in files);
}

function assignsPropertyNow(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isAssignment = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssignment && isPropertyNow(node.left);
  }
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const { operator, operand } = node;
    const isStep = operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
    return isStep && isPropertyNow(operand);
  }
  return false;
}

function isPropertyNow(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'now';
  return ts.isElementAccessExpression(node) && textOf(node.argumentExpression) === 'now';
}
