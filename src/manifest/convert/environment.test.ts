import { describe, expect, it } from 'vitest';
import { decodeBase64 } from './base64';
import { readEnvironment, shownValue, type ConfigData } from './environment';

const DATA: ConfigData = {
  configMaps: new Map([['default/urls', { USERS: 'http://users', PORT: '80' }]]),
  secrets: new Map([['default/db', { PASSWORD: 'hunter2' }]]),
};

function values(container: unknown): Record<string, string> {
  const { variables } = readEnvironment(container, 'default', DATA);
  return Object.fromEntries(variables.map((variable) => [variable.name, shownValue(variable)]));
}

describe('the environment of a container', () => {
  it('takes envFrom first, with its prefix; env wins', () => {
    expect(
      values({
        envFrom: [{ prefix: 'X_', configMapRef: { name: 'urls' } }, { configMapRef: { name: 'urls' } }],
        env: [{ name: 'PORT', value: '8080' }],
      }),
    ).toEqual({ X_USERS: 'http://users', X_PORT: '80', USERS: 'http://users', PORT: '8080' });
  });

  it('replaces $(NAME) by what is defined before, and nothing else', () => {
    expect(
      values({
        envFrom: [{ configMapRef: { name: 'urls' } }],
        env: [
          { name: 'A', value: '$(USERS)/a' },
          { name: 'B', value: '$(C) $$(A) $A' },
          { name: 'C', value: '$(A):$(PORT)' },
        ],
      }),
    ).toMatchObject({ A: 'http://users/a', B: '$(C) $(A) $A', C: 'http://users/a:80' });
  });

  it('never shows what came from a Secret, nor what it went into', () => {
    const shown = values({
      env: [
        { name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'PASSWORD' } } },
        { name: 'URL', value: 'postgres://u:$(P)@db' },
      ],
    });
    expect(shown['P']).toBe('<Secret/db.PASSWORD>');
    expect(JSON.stringify(shown)).not.toContain('hunter2');
  });

  it('lists what is missing, unless it is optional', () => {
    const { missing } = readEnvironment(
      {
        envFrom: [{ secretRef: { name: 'none' } }, { configMapRef: { name: 'none', optional: true } }],
        env: [
          { name: 'A', valueFrom: { configMapKeyRef: { name: 'urls', key: 'ORDERS' } } },
          { name: 'B', valueFrom: { configMapKeyRef: { name: 'urls', key: 'ORDERS', optional: true } } },
        ],
      },
      'default',
      DATA,
    );
    expect(missing.map(({ kind, name, key, path }) => `${path} ${kind}/${name}.${key}`)).toEqual([
      'envFrom[0] Secret/none.',
      'env[0] ConfigMap/urls.ORDERS',
    ]);
  });
});

describe('base64', () => {
  it.each(['', 'a', 'ab', 'abc', 'username', '密码 ✓'])('decodes %j', (text) => {
    expect(decodeBase64(Buffer.from(text, 'utf8').toString('base64'))).toBe(text);
  });
});
