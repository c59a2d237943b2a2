/** `hopscope export`: a lesson as pictures, a GIF, a PowerPoint file, a PDF or one HTML file. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { didYouMean, type Flags } from './arguments';
import { print, type Command } from './command';
import { InputError, UsageError } from './errors';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FORMATS = ['svg', 'png', 'gif', 'pptx', 'html', 'pdf'] as const;

/** What `scripts/exportPage.mjs` answers. */
interface Answer {
  readonly files?: readonly string[];
  readonly problem?: string;
}

export const exportCommand: Command = {
  name: 'export',
  usage:
    '<scenario> --format svg|png|gif|pptx|html|pdf [--lang zh-CN|en] [--step 3|2-5|all] [--out DIR|FILE]',
  summary: 'take a lesson along: pictures, a GIF, PowerPoint, a PDF to print, one HTML file',
  examples: [
    'hopscope export a-pod-dies --format pptx --lang zh-CN',
    'hopscope export scenarios/where-a-service-works --format svg --step 3 --out handout',
    'hopscope export round-robin --format html --lang en --out /media/stick/round-robin.html',
  ],
  flags: {
    format: { value: FORMATS.join('|'), about: 'what is made' },
    lang: { value: 'zh-CN|en', about: 'the language of all words; zh-CN if absent' },
    step: {
      value: 'N|N-M|ID|all',
      about: 'which frames, counted from 1, or all frames of a step; all if absent',
    },
    detail: { value: 'steps|hops', about: 'frames of each step, or each hop of the followed request, too' },
    theme: { value: 'light|dark', about: 'light if absent' },
    lens: { value: 'layers|machines', about: 'each step’s own if absent' },
    seed: { value: 'N', about: 'another run of luck; the scenario’s own seed if absent' },
    still: { about: 'GIF only: the frames alone, nothing in between' },
    out: { value: 'DIR|FILE', about: 'where to; this folder if absent. What is there is written over' },
  },
  run({ args, flags }, io) {
    const [path, extra] = args;
    if (path === undefined) throw new UsageError('say which scenario');
    if (extra !== undefined)
      throw new UsageError(`"${extra}" is one argument too many: one scenario is exported at a time`);
    const format = flags.word('format', FORMATS);
    if (format === undefined) throw new UsageError(`--format is missing: say --format ${FORMATS.join('|')}`);
    if (flags.has('still') && format !== 'gif') throw new UsageError('--still goes with --format gif only');
    const request = {
      format,
      scenario: '',
      language: flags.word('lang', ['zh-CN', 'en']) ?? 'zh-CN',
      theme: flags.word('theme', ['light', 'dark']) ?? 'light',
      detail: flags.word('detail', ['steps', 'hops']) ?? 'steps',
      lens: flags.word('lens', ['layers', 'machines']) ?? null,
      seed: flags.text('seed') ?? null,
      steps: stepsOf(flags),
      withMotion: !flags.has('still'),
      out: resolve(io.cwd, flags.text('out') ?? '.'),
    };
    const answer = inBrowser({ ...request, scenario: scenarioAt(path, io.cwd) }, io.err);
    if (answer.files === undefined) throw new InputError(answer.problem ?? 'nothing was made');
    const files = answer.files.map((file) => relative(io.cwd, file) || file);
    print(io, flags, { files }, () => files.join('\n'));
    return 0;
  },
};

function stepsOf(flags: Flags): string | null {
  const text = flags.text('step');
  if (text === undefined || text === 'all') return null;
  if (!/^(\d{1,4}|\d{1,4}-\d{0,4}|-\d{1,4}|[a-z][\w-]*)$/i.test(text))
    throw new UsageError(
      `--step must be a number such as 3, a range such as 2-5, a step’s id or all, not "${text}"`,
    );
  return text;
}

/** The id of a scenario of this copy, named by its id or its folder: the page holds these and no others. */
function scenarioAt(path: string, cwd: string): string {
  const folder = join(ROOT, 'scenarios');
  const known = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'scenario.yaml')))
    .map(({ name }) => name);
  if (known.includes(path)) return path;
  const full = resolve(cwd, path.replace(/[/\\]scenario\.yaml$/, ''));
  const name = relative(folder, full);
  if (dirname(full) === resolve(folder) && known.includes(name)) return name;
  if (existsSync(join(full, 'scenario.yaml')))
    throw new InputError(
      `${path}: only scenarios of the page can be exported; put the folder into ${folder}`,
    );
  throw new InputError(
    `${path}: there is no such scenario${didYouMean(path, known) || `; there are ${known.join(', ')}`}`,
  );
}

/** Messages of the work go to standard error as they come. */
function inBrowser(request: unknown, err: (text: string) => void): Answer {
  const done = spawnSync(process.execPath, [join(ROOT, 'scripts', 'exportPage.mjs')], {
    cwd: ROOT,
    input: JSON.stringify(request),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  if (done.status === 0) {
    const said = done.stderr.trim();
    if (said !== '') err(`${said}\n`);
    return JSON.parse(done.stdout) as Answer;
  }
  throw new Error(`the page could not be driven: ${done.error?.message ?? done.stderr}`);
}
