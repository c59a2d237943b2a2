/** A lesson's file is saved while `npm run dev` runs: on a copy of the lessons, with Vite's own server. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, createServer, type HotPayload, type ViteDevServer } from 'vite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scenarioPlugin } from './scenarioPlugin.ts';

const PROJECT = join(import.meta.dirname, '..');
const BASE = 'where-a-service-works';
const CHILD = 'child';
const TEXTS = {
  en: `title: A lesson of its own
summary: It stands on another one.
recap: It was built on another one.
simplified: Nothing was left out.
docs: Service
steps:
  only: { title: The only step, body: Read this. }
`,
  'zh-CN': `title: 一节自己的课
summary: 它建立在另一节课之上。
recap: 它是在另一节课上搭起来的。
simplified: 什么都没有省略。
docs: 服务
steps:
  only: { title: 唯一的一步, body: 读一读。 }
`,
};
const STRUCTURE = `formatVersion: 1
id: ${CHILD}
extends: ${BASE}
docs: { url: https://kubernetes.io/docs/concepts/, version: v1.34 }
steps:
  - id: only
`;

let root: string;
let server: ViteDevServer;
let sent: HotPayload[] = [];
let printed = '';

function file(path: string): string {
  return join(root, 'scenarios', path);
}

/** Replaces something in a file, as an editor that saves does. */
function save(path: string, from: string, to: string): void {
  const text = readFileSync(file(path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(file(path), text.replace(from, to));
}

/** What the page would get of a lesson now. */
async function served(id: string): Promise<string> {
  const result = await server.environments.client.transformRequest(`\0virtual:${id}`);
  return result?.code ?? '';
}

async function until(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isSo(), `sent: ${JSON.stringify(sent)}`).toBe(true);
}

const isReload = (payload: HotPayload) => payload.type === 'full-reload';
const errors = () => sent.flatMap((payload) => (payload.type === 'error' ? [payload.err] : []));
const told = () =>
  sent.flatMap((payload) =>
    payload.type === 'custom' && payload.event === 'hopscope:scenario' ? [payload.data as unknown] : [],
  );

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'hopscope-dev-'));
  mkdirSync(join(root, 'scenarios', CHILD), { recursive: true });
  cpSync(join(PROJECT, 'scenarios', BASE), file(BASE), { recursive: true });
  writeFileSync(file(`${CHILD}/scenario.yaml`), STRUCTURE);
  for (const [language, text] of Object.entries(TEXTS))
    writeFileSync(file(`${CHILD}/text.${language}.yaml`), text);
  writeFileSync(
    file('course.yaml'),
    `formatVersion: 1\nchapters:\n  - { id: one, lessons: [${BASE}, ${CHILD}] }\n`,
  );
  writeFileSync(
    file('course.en.yaml'),
    'title: Course\nchapters:\n  one: { title: One, body: The first. }\n',
  );
  writeFileSync(file('course.zh-CN.yaml'), 'title: 课程\nchapters:\n  one: { title: 一, body: 第一章。 }\n');
  symlinkSync(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  const logger = createLogger('error');
  logger.error = (text) => void (printed += `${text}\n`);
  server = await createServer({
    root,
    configFile: false,
    customLogger: logger,
    plugins: [scenarioPlugin()],
    server: { middlewareMode: true, ws: false, watch: { usePolling: true, interval: 50 } },
    optimizeDeps: { noDiscovery: true },
  });
  const { hot } = server.environments.client;
  const send = hot.send.bind(hot) as (...payload: unknown[]) => void;
  hot.send = ((...payload: unknown[]) => {
    const [first, data] = payload;
    sent.push(typeof first === 'string' ? { type: 'custom', event: first, data } : (first as HotPayload));
    send(...payload);
  }) as typeof hot.send;
  await served('scenarios');
  await served(`scenario/${BASE}`);
  await served(`scenario/${CHILD}`);
  await served('course');
}, 120_000);

afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

beforeEach(() => {
  sent = [];
  printed = '';
});

describe('a lesson’s file that is saved', () => {
  it('loads the page anew, with the new text', async () => {
    save(`${CHILD}/text.en.yaml`, 'A lesson of its own', 'A lesson of mine');
    await until(() => sent.some(isReload));
    expect(errors()).toEqual([]);
    expect(told()).toEqual([{ id: CHILD }]);
    expect(await served(`scenario/${CHILD}`)).toContain('A lesson of mine');
    expect(await served('course')).toContain('A lesson of mine');
  });

  it('with a mistake leaves the page as it was, and says where the mistake is', async () => {
    save(`${CHILD}/scenario.yaml`, '  - id: only', '  - id: only\n    shwo: Deployment/default/web-mvc');
    await until(() => errors().length > 0);
    expect(sent.some(isReload)).toBe(false);
    const [error] = errors();
    const line = `scenarios/${CHILD}/scenario.yaml:7:5 Unknown field “steps[0].shwo”. — Did you mean “show”?`;
    expect(error!.message).toBe(line);
    expect(error!.loc).toMatchObject({ file: file(`${CHILD}/scenario.yaml`), line: 7, column: 5 });
    expect(error!.frame).toContain('   7 |     shwo: Deployment/default/web-mvc\n     |     ^');
    expect(printed).toContain(line);
    expect(told()).toEqual([{ id: CHILD, problems: line }]);
    // Someone who reloads by hand gets the last good version, and is told again.
    server.environments.client.moduleGraph.invalidateAll();
    sent = [];
    expect(await served(`scenario/${CHILD}`)).toContain('A lesson of mine');
    expect(errors().map(({ message }) => message)).toEqual([line]);
  });

  it('recovers as soon as the mistake is mended', async () => {
    save(`${CHILD}/scenario.yaml`, 'shwo', 'show');
    await until(() => sent.some(isReload));
    expect(errors()).toEqual([]);
    expect(await served(`scenario/${CHILD}`)).toContain('Deployment/default/web-mvc');
  });

  it('reaches the lessons that extend its own', async () => {
    save(`${BASE}/manifests/web-mvc.yaml`, 'kind: Deployment', 'kind: Deployment # as before');
    save(`${BASE}/scenario.yaml`, 'lens: layers', 'lens: machines');
    await until(() => sent.some(isReload) && told().length >= 2);
    expect(told()).toContainEqual({ id: CHILD });
    expect(await served(`scenario/${CHILD}`)).toContain('\\"lens\\":\\"machines\\"');
  });

  it('of the course loads the page anew, too, or says what is wrong', async () => {
    save('course.en.yaml', 'title: Course', 'title: The course');
    await until(() => sent.some(isReload));
    expect(await served('course')).toContain('The course');
    sent = [];
    save('course.yaml', CHILD, 'chidl');
    await until(() => errors().length > 0);
    expect(errors()[0]!.message).toMatch(
      /^scenarios\/course\.yaml:3:\d+ The lesson “chidl” is not known here\. — Did you mean “child”\?$/,
    );
    sent = [];
    save('course.yaml', 'chidl', CHILD);
    await until(() => sent.some(isReload));
  });

  it('of a new folder makes a new lesson', async () => {
    cpSync(file(CHILD), file('fresh'), { recursive: true });
    save('fresh/scenario.yaml', `id: ${CHILD}`, 'id: fresh');
    await until(() => sent.some(isReload));
    expect(await served('scenarios')).toContain('virtual:scenario/fresh');
  });
});
