import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gateway as enGateway } from '../i18n/en/gateway';
import { power as enPower } from '../i18n/en/power';
import { ui as enUi } from '../i18n/en/ui';
import { gateway as zhGateway } from '../i18n/zh-CN/gateway';
import { power as zhPower } from '../i18n/zh-CN/power';
import { ui as zhUi } from '../i18n/zh-CN/ui';

const en = { ...enUi, ...enGateway, ...enPower };
const zh = { ...zhUi, ...zhGateway, ...zhPower };

const here = import.meta.dirname;
const sources = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|testing/.test(file))
  .map((file) => readFileSync(join(here, file), 'utf8'));
const code = sources.join('\n');
/** `ui.a.b` as written, and the beginning of those that are put together. */
const whole = [...code.matchAll(/['"`](ui\.[\w.]+)['"`]/g)].map((match) => match[1]!);
const stems = [...code.matchAll(/`(ui\.[\w.]*)\$\{/g)].map((match) => match[1]!);

/** Words that count have a form for each number: `ui.pools.carried.one`. Chinese needs one form only. */
const withoutNumber = (key: string) => key.replace(/\.(one|other)$/, '');
const keysOf = (words: Readonly<Record<string, string>>) => [
  ...new Set(Object.keys(words).map(withoutNumber)),
];
const isThere = (key: string) => en[key] !== undefined || en[`${key}.other`] !== undefined;

describe('the words of the interface', () => {
  it('are there in both languages, with the same places in them', () => {
    expect(keysOf(zh)).toEqual(keysOf(en));
    const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const key of Object.keys(zh)) expect(places(zh[key]!), key).toEqual(places(en[key]!));
  });

  it('cover every key that a component asks for', () => {
    expect(whole.length).toBeGreaterThan(80);
    expect(whole.filter((key) => !isThere(key))).toEqual([]);
    expect(stems.filter((stem) => !Object.keys(en).some((key) => key.startsWith(stem)))).toEqual([]);
  });

  it('hold nothing that no component asks for', () => {
    const isAsked = (key: string) =>
      whole.includes(withoutNumber(key)) ||
      stems.some((stem) => key.startsWith(stem)) ||
      key === 'ui.verbatim';
    expect(Object.keys(en).filter((key) => !isAsked(key))).toEqual([]);
  });

  it('are Chinese in Chinese, but for names', () => {
    const names = /^(Pod|Pod IP|Service|CoreDNS|\{text\})$/;
    const latin = Object.entries(zh).filter(([, text]) => !/[\u4e00-\u9fff]/.test(text) && !names.test(text));
    expect(latin).toEqual([]);
  });
});
