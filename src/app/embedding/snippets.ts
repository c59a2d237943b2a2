/** The lines that put a slide into a deck or a page, for each place where people teach. */
import type { EmbedChoice, EmbedTarget } from '../../ui/embed/contract';

/** Where the app's files are: the folder of its `index.html`, with a slash at the end. */
export type BaseAddress = string;

/** The slide's own address, for a frame. */
export function slideAddress(choice: EmbedChoice, base: BaseAddress): string {
  return viewAddress('slide', choice, base);
}

/** The two-window presenter mode at the same place. */
export function presenterAddress(choice: EmbedChoice, base: BaseAddress): string {
  return viewAddress('presenter', choice, base);
}

function viewAddress(view: string, choice: EmbedChoice, base: BaseAddress): string {
  const { scenario, ...fields } = fieldsOf(choice);
  const hash = new URLSearchParams({ s: scenario!, view, ...fields });
  return `${base}index.html#${hash.toString()}`;
}

/** Attributes of the element, and fields of the address but for the scenario's name; defaults are left out. */
function fieldsOf(choice: EmbedChoice): Record<string, string> {
  const { steps, detail, lens, language, theme, controls, seed } = choice;
  return {
    scenario: choice.scenario,
    ...(steps === '' ? {} : { steps }),
    ...(detail === 'steps' ? {} : { detail }),
    ...(lens === null ? {} : { lens }),
    lang: language,
    ...(theme === 'auto' ? {} : { theme }),
    ...(controls === 'minimal' ? {} : { controls }),
    ...(seed === '' ? {} : { seed }),
  };
}

/** What is to be copied for a target. */
export function snippet(target: EmbedTarget, choice: EmbedChoice, base: BaseAddress): string {
  switch (target) {
    case 'element':
      return [
        `<script type="module" src="${quoted(`${base}embed/hop-scope.js`)}"></script>`,
        element(choice),
      ].join('\n');
    case 'reveal':
      return [
        '<section>',
        `  ${element(choice)}`,
        '</section>',
        '',
        '<script type="module">',
        `  import '${base}embed/hop-scope.js';`,
        `  import Hopscope from '${base}embed/reveal.js';`,
        "  import Reveal from 'reveal.js';",
        '  Reveal.initialize({ plugins: [Hopscope()] });',
        '</script>',
      ].join('\n');
    case 'slidev':
      return [
        '# slides.md begins with:',
        '# addons: [slidev-addon-hopscope]',
        '---',
        'layout: full',
        '---',
        '',
        `<HopScope ${attributes(choice)} base="${quoted(base)}" />`,
      ].join('\n');
    case 'marp':
      return ['---', 'marp: true', '---', '', '<!-- marp --html slides.md -->', frame(choice, base)].join(
        '\n',
      );
    case 'iframe':
    case 'moodle':
      return frame(choice, base);
    case 'mdx':
      return [
        '<iframe',
        `  src="${quoted(slideAddress(choice, base))}"`,
        `  title="${quoted(choice.title)}"`,
        '  loading="lazy"',
        '  allowFullScreen',
        "  style={{ width: '100%', aspectRatio: '16 / 9', border: 0 }}",
        '/>',
      ].join('\n');
  }
}

function element(choice: EmbedChoice): string {
  return `<hop-scope ${attributes(choice)}></hop-scope>`;
}

function attributes(choice: EmbedChoice): string {
  return Object.entries(fieldsOf(choice))
    .map(([name, value]) => `${name}="${quoted(value)}"`)
    .join(' ');
}

function frame(choice: EmbedChoice, base: BaseAddress): string {
  const src = quoted(slideAddress(choice, base));
  const title = quoted(choice.title);
  return `<iframe src="${src}" title="${title}" width="960" height="540" loading="lazy" allowfullscreen></iframe>`;
}

/** As an attribute's value between double quotes. Source: https://html.spec.whatwg.org/multipage/syntax.html#attributes-2 */
function quoted(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
