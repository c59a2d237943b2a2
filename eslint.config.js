/**
 * Lint. Most of it is the usual; what is ours are the bans: the simulated world knows no wall clock and no
 * luck of its own, one file asks for animation frames, and nothing turns text into HTML.
 */
import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** `npm run check` leaves out the rules that need types or a compiler; `npm run lint` and `npm test` have all. */
const isQuick = process.env.HOPSCOPE_LINT === 'quick';

const CORE = ['sim', 'manifest', 'scenario', 'trace', 'kubectl', 'lesson', 'projection'].map(
  (room) => `src/${room}/**/*.{ts,tsx}`,
);
const SCREEN = [
  'src/main.tsx',
  ...['scene', 'ui', 'i18n', 'app', 'embed'].map((r) => `src/${r}/**/*.{ts,tsx}`),
];
const TESTS = ['**/*.test.{ts,tsx}', '**/testing/**', 'e2e/**', 'bench/**'];
const FRAME_CLOCK = 'src/app/frameClock.ts';

const TIME = 'The simulated world has its own time: see src/sim/kernel/time.ts; a handler reads draft.now.';
const LUCK = 'Draw from a named stream of the world instead: see src/sim/kernel/random.ts.';
const TIMERS = 'Only src/app and src/embed may wait for the wall clock; inside sim, schedule an event.';
const FRAMES = `Only ${FRAME_CLOCK} asks for animation frames; subscribe to it.`;
const HTML = 'Text never becomes markup: build elements, or set textContent.';

const noHtml = [
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: HTML },
  { selector: "Property[key.name='dangerouslySetInnerHTML']", message: HTML },
  { selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]', message: HTML },
  { selector: "MemberExpression[object.name='document'][property.name=/^write(ln)?$/]", message: HTML },
  { selector: "Property[key.name='innerHTML']", message: HTML },
];
const noHtmlByD3 = [{ selector: "CallExpression[callee.property.name='html']", message: HTML }];

/** The same global under its own name and under those of the global object. */
function ban(names, message) {
  return {
    globals: names.map((name) => ({ name, message })),
    properties: names.flatMap((property) =>
      ['window', 'globalThis', 'self'].map((object) => ({ object, property, message })),
    ),
  };
}

function bans(...groups) {
  const globals = groups.flatMap((group) => group.globals);
  const properties = [
    ...groups.flatMap((group) => group.properties),
    { object: 'Math', property: 'random', message: LUCK },
  ];
  return {
    ...(globals.length > 0 ? { 'no-restricted-globals': ['error', ...globals] } : {}),
    'no-restricted-properties': ['error', ...properties],
  };
}

const clock = ban(['Date', 'performance'], TIME);
const output = ban(['console'], 'The core is silent: record a fact, or return the message.');
const timers = ban(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'], TIMERS);
const frames = ban(['requestAnimationFrame', 'cancelAnimationFrame'], FRAMES);

export default defineConfig(
  {
    ignores: [
      'dist/',
      'coverage/',
      'screenshots/',
      'test-results/',
      'playwright-report/',
      '.cache/',
      'public/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: isQuick ? 'off' : 'error' } },
  tseslint.configs.recommended,
  {
    rules: {
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...noHtml],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
    },
  },
  isQuick
    ? []
    : {
        name: 'typed rules where promises live',
        files: [...SCREEN, 'src/cli/**/*.ts', 'e2e/**/*.ts', 'bench/**/*.ts'],
        languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
        rules: {
          '@typescript-eslint/no-floating-promises': 'error',
          '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
          '@typescript-eslint/switch-exhaustiveness-check': [
            'error',
            { considerDefaultExhaustiveForUnions: true },
          ],
        },
      },
  {
    name: 'react',
    files: ['src/**/*.tsx', 'src/**/use*.ts'],
    plugins: { 'react-hooks': reactHooks },
    rules: isQuick
      ? { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' }
      : { ...reactHooks.configs.flat.recommended.rules, 'react-hooks/exhaustive-deps': 'error' },
  },
  { name: 'core', files: CORE, ignores: TESTS, rules: bans(clock, output, timers, frames) },
  {
    name: 'screen',
    files: ['src/**/*.{ts,tsx}'],
    ignores: [...CORE, 'src/{app,embed}/**', ...TESTS],
    rules: bans(timers, frames),
  },
  {
    name: 'app',
    files: ['src/{app,embed}/**/*.{ts,tsx}'],
    ignores: [FRAME_CLOCK, ...TESTS],
    rules: bans(frames),
  },
  {
    name: 'tests draw seeded numbers too',
    files: TESTS.map((g) => (g.startsWith('**') ? `src/${g.slice(3)}` : g)),
    rules: bans(),
  },
  {
    name: 'd3',
    files: ['src/scene/**', 'src/ui/**'],
    rules: { 'no-restricted-syntax': ['error', ...noHtml, ...noHtmlByD3] },
  },
);
