import type { Catalogue } from '../translate';

/** The dialog for embedding. The button's own name is in the first catalogue. */
export const embed: Catalogue = {
  'embed.title': 'Put it into your slides',
  'embed.options': 'Options',
  'embed.steps': 'Steps',
  'embed.steps.hint': 'For example 2-5',
  'embed.steps.all': 'All of them; or 2-5',
  'embed.detail': 'One step is',
  'embed.detail.steps': 'a phase of the lesson',
  'embed.detail.hops': 'every hop of the request',
  'embed.lens': 'Lens',
  'embed.lens.own': 'as each step has it',
  'embed.lens.layers': 'Layers',
  'embed.lens.machines': 'Machines',
  'embed.language': 'Language',
  'embed.theme': 'Colours',
  'embed.theme.auto': 'as the system has them',
  'embed.theme.light': 'light',
  'embed.theme.dark': 'dark',
  'embed.controls': 'Buttons',
  'embed.controls.minimal': 'back, play, on',
  'embed.controls.full': 'these, lens and restart',
  'embed.controls.none': 'none: the deck’s keys do it',
  'embed.preview': 'Preview',
  'embed.present': 'Present it in two windows, without a deck',
  'embed.target': 'Where to',
  'embed.target.element': 'HTML',
  'embed.target.reveal': 'reveal.js',
  'embed.target.slidev': 'Slidev',
  'embed.target.marp': 'Marp',
  'embed.target.iframe': 'iframe',
  'embed.target.mdx': 'Docusaurus / MDX',
  'embed.target.moodle': 'Moodle',
  'embed.about.element':
    'Any page: the loader is small, and the slide itself loads when it is first seen. Give it a size with CSS; it is 16:9 by itself.',
  'embed.about.reveal':
    'Each step becomes a fragment, so the clicker, the speaker view and the PDF need nothing more.',
  'embed.about.slidev': 'With the addon installed, each step becomes a click.',
  'embed.about.marp':
    'Marp leaves HTML out unless it is called with --html. A PDF or PPTX made by Marp needs an exported picture instead.',
  'embed.about.iframe': 'A frame needs no script of yours. Click into it and the arrow keys are its own.',
  'embed.about.mdx': 'Into any .mdx page. A component of your own may use the element instead.',
  'embed.about.moodle':
    'In the editor’s source view (</>). The site’s filters must allow frames from this address.',
  'embed.code': 'Lines to copy',
  'embed.copy': 'Copy',
  'embed.own':
    'This is your own system: it lives on this device only, and a deck elsewhere cannot open it. Export it as a single HTML file instead.',
};
