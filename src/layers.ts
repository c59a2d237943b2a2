/**
 * Who may import whom, and which library belongs where. `layers.test.ts` holds the code to it: a forbidden
 * import fails, and so does a permission that nobody uses, so that this page stays true.
 *
 * A room is a folder below `src`; the deepest one listed is the room a file is in. A permission names a room,
 * a whole tree of rooms (`sim`), or one module of a room (`lesson/view`). Imports of types count like any other.
 * Inside its room a file may import what it likes. Tests and `testing` folders may import anything.
 */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  // The simulated world, from the ground up.
  'sim/kernel': [],
  'sim/cluster': ['sim/kernel'],
  'sim/packet': ['sim/kernel'],
  'sim/control': ['sim/kernel', 'sim/cluster'],
  'sim/node': ['sim/kernel', 'sim/cluster'],
  'sim/dns': ['sim/kernel', 'sim/cluster'],
  'sim/dataplane': ['sim/kernel', 'sim/cluster', 'sim/packet'],
  'sim/traffic': ['sim/kernel', 'sim/cluster', 'sim/packet', 'sim/dns', 'sim/dataplane'],
  /** The files directly in `sim` put the rooms above together: tables, handlers, step. */
  sim: ['sim/kernel', 'sim/cluster', 'sim/control', 'sim/node', 'sim/dataplane', 'sim/traffic'],

  // Around it, still without a screen.
  manifest: ['sim'],
  trace: ['sim'],
  scenario: ['sim', 'manifest'],
  kubectl: ['sim', 'manifest'],
  lesson: ['sim', 'trace', 'scenario', 'kubectl'],
  /** A lesson as a row of frames: it tells what the projection shows. */
  'lesson/storyboard': ['sim', 'scenario', 'lesson', 'projection', 'i18n'],
  projection: ['sim'],

  // What people see.
  i18n: [],
  scene: ['projection', 'i18n'],
  /** Stills of frames, and files of them: SVG, PNG, GIF, PPTX. */
  export: ['projection', 'scene', 'i18n', 'lesson/storyboard'],
  ui: ['projection', 'i18n', 'lesson/view', 'lesson/storyboard/frame', 'lesson/storyboard/width'],
  app: ['sim', 'scenario', 'trace', 'kubectl', 'lesson', 'projection', 'scene', 'export', 'ui', 'i18n'],
  /** Colours, type and space as custom properties; the page itself. */
  theme: [],
  /** A slide inside another page: what the two say to each other, the slide's side of it, and the page's. */
  'embed/protocol': [],
  'embed/frame': ['embed/protocol', 'app/slide/contract'],
  'embed/element': ['embed/protocol'],
  'embed/reveal': ['embed/element'],
  main: ['app', 'theme', 'embed/frame'],
  cli: ['sim', 'manifest', 'scenario', 'trace', 'kubectl', 'lesson'],
  /** Holds the simulation to a real kernel and a real resolver. */
  verify: ['sim', 'cli'],

  /** This file. */
  layers: [],
};

/** Which rooms may import a library. `d3-*` stands for all of that family, `sim/*` for every room of `sim`. */
export const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  react: ['ui', 'app', 'main'],
  'react-dom': ['main'],
  zustand: ['app'],
  xstate: ['sim/*'],
  'd3-*': ['scene', 'ui', 'app'],
  uqr: ['ui'],
  '@dagrejs/dagre': ['ui'],
  gifenc: ['export'],
  pptxgenjs: ['export'],
  yaml: ['manifest'],
  'pure-rand': ['sim/kernel'],
  '@noble/hashes': ['sim/*', 'trace'],
  'ipaddr.js': ['sim/*', 'manifest', 'projection'],
  'dns-packet': ['verify'],
  /** Made by `build/scenarioPlugin.ts`. */
  'virtual:*': ['app'],
  'node:*': ['cli', 'verify'],
};

/** Files that nobody imports because they are where a program begins. */
export const ENTRY_POINTS: readonly string[] = [
  'src/main.tsx',
  'src/cli/main.ts',
  'src/verify/kernelMain.ts',
  'src/verify/resolverMain.ts',
  'src/verify/programs/datagrams.mjs',
  'src/verify/programs/inhabitant.mjs',
  'src/app/ownWorker.ts',
  'src/embed/element/elementModule.ts',
  'src/embed/element/module.ts',
  'src/embed/element/script.ts',
  'src/layers.ts',
  /** Vitest begins with it. */
  'src/testing/propertySeed.ts',
];

/** The only file that moves the simulated time. */
export const TIME_KEEPER = 'src/sim/step.ts';

/** The longest a file may be, in lines. */
export const MAX_LINES = 400;

/** Words that say nothing about what is inside: not even as part of a file's or folder's name. */
export const EMPTY_WORDS: readonly string[] = [
  'util',
  'utils',
  'helper',
  'helpers',
  'common',
  'misc',
  'manager',
];

/** Names that say nothing when they stand alone. */
export const EMPTY_NAMES: readonly string[] = [
  'lib',
  'shared',
  'core',
  'stuff',
  'general',
  'generic',
  'other',
];
