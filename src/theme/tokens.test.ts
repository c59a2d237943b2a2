/** Custom properties: whoever reads one that nobody sets draws nothing, without a word. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SOURCE = fileURLToPath(new URL('../', import.meta.url));
const sheets = readdirSync(SOURCE, { recursive: true }).map(String);
const texts = sheets
  .filter((file) => /\.(css|tsx?)$/.test(file) && !/\.test\.tsx?$/.test(file))
  .map((file) => ({ file, text: readFileSync(SOURCE + file, 'utf8') }));

it('every custom property that is read is set somewhere', () => {
  const set = new Set(
    texts.flatMap(({ text }) =>
      [...text.matchAll(/(?:^|[\s;{])(--[\w-]+):|['"`](--[\w-]+)['"`]/gm)].map(
        ([, css, script]) => css ?? script,
      ),
    ),
  );
  const unset = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/var\((--[\w-]+)/g)]
      .filter(([, name]) => !set.has(name))
      .map(([, name]) => `${file}: ${name}`),
  );
  expect(set.size).toBeGreaterThan(50);
  expect(unset).toEqual([]);
});

it('light and dark set the same colours, however dark is asked for', () => {
  const tokens = readFileSync(fileURLToPath(new URL('./tokens.css', import.meta.url)), 'utf8');
  const blocks = (scheme: string) =>
    [...tokens.matchAll(/\{([^{}]*)\}/g)]
      .map(([, inside]) => inside ?? '')
      .filter((inside) => inside.includes(`color-scheme: ${scheme};`))
      .map((inside) =>
        [...inside.matchAll(/(--[\w-]+): (.*);/g)].map(([, name, value]) => `${name}: ${value}`),
      );
  const [light = [], ...otherLight] = blocks('light');
  const [dark = [], ...otherDark] = blocks('dark');
  expect(dark.length).toBeGreaterThan(40);
  for (const same of otherDark) expect(same).toEqual(dark);
  expect(otherLight).toEqual([]);
  const inLight = new Set(light.map((line) => line.split(':')[0]));
  expect(dark.filter((line) => !inLight.has(line.split(':')[0]))).toEqual([]);
});
