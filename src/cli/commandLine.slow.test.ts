import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { COMMANDS } from './commandLine';
import { runCli, withFiles } from './testing/runCli';

// Whole worlds are started here, perhaps beside other tests.
vi.setConfig({ testTimeout: 60_000 });

const LESSON = 'scenarios/where-a-service-works';
const RULES = ['rules', LESSON, '--mode', 'iptables'];

describe('help', () => {
  it('lists every command, and says how each is used', () => {
    const { status, out, err } = runCli(['help']);
    expect([status, err]).toEqual([0, '']);
    for (const { name, flags } of COMMANDS) {
      expect(out).toContain(`\n  ${name} `);
      const help = runCli(['help', name]);
      expect(help.status).toBe(0);
      for (const flag of [...Object.keys(flags), 'json', 'help']) expect(help.out).toContain(`--${flag}`);
      expect(runCli([name, '--help'])).toEqual(help);
      expect(runCli([name, '-h'])).toEqual(help);
    }
    expect(runCli(['--help']).out).toBe(out);
  });

  it('knows its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(runCli(['--version'])).toEqual({
      status: 0,
      out: `${version} (simulates Kubernetes v1.34)\n`,
      err: '',
    });
  });
});

/** Wrong usage: exit status 2, nothing on standard output, a message with the mend and then the usage. */
const WRONG_USAGE: readonly (readonly [words: readonly string[], message: string])[] = [
  [[], 'usage: npm run -s hopscope -- <command>'],
  [['chekc', 'x'], 'unknown command "chekc"; did you mean "check"?'],
  [['frobnicate'], 'unknown command "frobnicate"; known are check, run, import,'],
  [['help', 'rulez'], 'did you mean "rules"?'],
  [['--json', 'check'], 'say the command first'],
  [['check'], 'a path is missing'],
  [['import'], 'a path is missing'],
  [['check', '--josn', 'x'], 'unknown flag --josn; did you mean "--json"?'],
  [['check', '--frobnicate', 'x'], 'unknown flag --frobnicate; known here: --seeds, --json, --help'],
  [['check', '--json=yes', 'x'], '--json takes no value'],
  [['check', '-x'], 'unknown flag -x'],
  [RULES, '--node is missing: say --node node-1'],
  [
    ['rules', LESSON, '--mode', 'userspace', '--node', 'node-1'],
    '--mode must be one of iptables, ipvs, nftables, not "userspace"',
  ],
  [['rules', LESSON, '--mode', 'iptable', '--node', 'node-1'], 'did you mean "iptables"?'],
  [[...RULES, '--nod', 'node-1'], 'did you mean "--node"?'],
  [[...RULES, '--node'], '--node needs a value: --node NAME'],
  [[...RULES, '--node', '--json'], '--node needs a value'],
  [[...RULES, '--node', 'node-1', '--config', '{"nodeName":"node-2"}'], 'leave one out'],
  [['trace', LESSON, '--node', 'node-1', '--to', '10.96.0.10:53'], '--from is missing'],
  [['trace', LESSON, '--node', 'node-1', '--from', '10.244.1.2'], '--to is missing'],
  [
    ['trace', LESSON, '--node', 'node-1', '--from', '10.244.1.2', '--to', '10.96.0.10'],
    '--to must be IP:PORT',
  ],
  [
    ['trace', LESSON, '--node', 'node-1', '--from', '10.244.1.2', '--to', '10.96.0.10:99999'],
    '--to must be IP:PORT',
  ],
  [
    ['trace', LESSON, '--node', 'node-1', '--from', 'web', '--to', '10.96.0.10:53'],
    '--from must be IP, IP:PORT or',
  ],
  [
    ['trace', LESSON, '--from', '10.244.1.2', '--to', '10.96.0.10:53', '--protocol', 'sctp'],
    '--protocol must be tcp or udp',
  ],
  [['trace', LESSON, '--from', '10.244.1.2', '--to', '10.96.0.10:53'], '--node is missing'],
  [['resolve', LESSON, 'web-mvc'], '--from is missing'],
  [['resolve', LESSON, '--from', 'web-mvc', 'x'], '--from must be NAMESPACE/POD'],
  [['resolve', LESSON, '--from', 'default/'], 'say which files, and after them the name'],
  [['resolve', LESSON, '--from', 'default/', 'x', '--type', 'AAA'], 'did you mean "AAAA"?'],
  [['route'], 'say which ocelot.json'],
  [['route', 'ocelot.json'], 'say METHOD and URL'],
  [['route', 'ocelot.json', 'GET', 'users/1'], 'say /users/1'],
  [['route', 'ocelot.json', '/users/1', 'GET'], 'METHOD must be a word such as GET'],
  [['route', 'ocelot.json', 'GET', '/a', 'b'], '"b" is one argument too many'],
  [['route', 'ocelot.json', 'GET', '/a', '--header', 'nonsense'], '--header must be "Name: value"'],
  [['run'], 'say which scenario folder'],
  [['run', LESSON, LESSON], 'one argument too many'],
  [['run', LESSON, '--requests', 'many'], '--requests must be a whole number, 0 or more'],
  [['run', LESSON, '--rate', '0/s'], '--rate must be a number per second'],
  [['run', LESSON, '--until', '10'], '--until must be a time such as 500ms, 10s or 2m'],
  [['run', LESSON, '--proxy-mode', 'ipsv'], 'did you mean "ipvs"?'],
  [['run', LESSON, '--client', 'learnr'], 'did you mean "learner"?'],
  [['run', LESSON, '--url', 'shop.example'], '--url must begin with http'],
  [['run', LESSON, '--do', 'kubectl scale deployment/x --replicas=1'], '--do must be "TIME: ACTION"'],
  [['run', LESSON, '--do', 'soon: send'], '"soon" is no time'],
  [['run', LESSON, '--do', '1s: kubectl scael deployment/x'], 'Did you mean this?\n\tscale'],
  [['run', LESSON, '--do', '1s: crash web'], 'say crash pod NAME'],
  [['run', LESSON, '--do', '1s: sned'], 'did you mean "send"?'],
  [['run', LESSON, '--do', '9s: send', '--until', '5s'], 'comes after the end'],
];

describe('wrong usage has exit status 2 and names the mend', () => {
  it.each(WRONG_USAGE)('%j', (words, message) => {
    const { status, out, err } = runCli(words);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(message);
    expect(err).toMatch(/usage: |Try: /);
  });
});

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { ports: [{ port: 80 }] }\n';
const FILES = {
  'good.yaml': SERVICE,
  'tab.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n\tname: web\n',
  'unclosed.json': '{"apiVersion": "v1",\n "kind": "Service"',
  'typo.yaml': SERVICE.replace('ports:', 'prots:'),
  'kind.yaml': SERVICE.replace('kind: Service', 'kind: Servise'),
  'port.yaml': SERVICE.replace('80', '99999'),
  'compose.yaml': 'services:\n  web:\n    image: nginx\n',
  'binary.yaml': Buffer.from([0x89, 0x50, 0, 0, 1]),
  'blank.yaml': '# nothing yet\n---\n',
  'empty/readme.md': '# nothing',
  'config.json': '{"masquradeAll": true}',
  'list.json': '[1]',
  'scenario/scenario.yaml': 'formatVersion: 1\nid: x\nkubernetes: v1.34\nseed: x\nmanifests: [nope.yaml]\n',
  'future/scenario.yaml': 'formatVersion: 2\n',
};

/** Bad input: exit status 1 and what is wrong, where, with the mend. */
const BAD_INPUT: readonly (readonly [words: readonly string[], message: RegExp])[] = [
  [['check', 'tab.yaml'], /^tab\.yaml:4:1 This is not valid YAML: .* — Indent with spaces/m],
  [['check', 'unclosed.json'], /^unclosed\.json:2:\d+ This is not valid YAML: .* — /m],
  [['check', 'typo.yaml'], /^typo\.yaml:4:9 Unknown field “spec\.prots”\. — Did you mean .*ports/m],
  [
    ['check', 'kind.yaml'],
    /^kind\.yaml:2:7 There is no kind “Servise” in v1\. — Did you mean `kind: Service`\?/m,
  ],
  [['check', 'port.yaml'], /^port\.yaml:4:\d+ “spec\.ports\[0\]\.port” cannot be “99999”/m],
  [['check', 'compose.yaml'], /^compose\.yaml:1:1 .* — /m],
  [['check', 'godo.yaml'], /^godo\.yaml: no such file or folder; did you mean "good\.yaml"\?/m],
  [['check', 'binary.yaml'], /^binary\.yaml: this is not a text file/m],
  [['check', 'empty'], /^empty: no YAML or JSON files in this folder/m],
  [['check', 'blank.yaml'], /no Kubernetes object, no Ocelot configuration and no scenario in there/],
  [['rules', 'blank.yaml', '--node', 'n'], /^blank\.yaml: no Kubernetes object and no Ocelot/m],
  [['check', 'scenario'], /^scenario\/scenario\.yaml:5:\d+ The file nope\.yaml is not in this folder\. — /m],
  [['check', 'future'], /^future\/scenario\.yaml:1:\d+ .*formatVersion.* — /m],
  [['import', 'typo.yaml'], /^typo\.yaml:4:9 Unknown field/m],
  [['rules', 'typo.yaml', '--node', 'n'], /^typo\.yaml:4:9 Unknown field.*\n1 error in the input/m],
  [['rules', 'compose.yaml', '--node', 'n'], /^compose\.yaml:1:1 /m],
  [
    ['rules', 'good.yaml', '--node', 'n', '--config', 'config.json'],
    /^config\.json: unknown key "masquradeAll"/m,
  ],
  [['rules', 'good.yaml', '--node', 'n', '--config', 'list.json'], /^list\.json: must be a JSON object/m],
  [['rules', 'good.yaml', '--node', 'n', '--config', '{"a"'], /^--config: not JSON/m],
  [['rules', 'good.yaml', '--node', 'n', '--config', 'nope.json'], /^nope\.json: no such file/m],
  [
    ['resolve', 'good.yaml', '--from', 'shop/web', 'x'],
    /no Pods in namespace "shop"; there are Pods in kube-system/,
  ],
  [['resolve', 'good.yaml', '--from', 'shop/', 'x'], /no namespace "shop"; there are default, /],
  [['resolve', 'good.yaml', '--from', 'kube-system/x', 'x'], /no Pod "kube-system\/x"; there are coredns-/],
  [['trace', 'good.yaml', '--from', 'kube-system/x', '--to', '1.1.1.1:1'], /no Pod "kube-system\/x"/],
  [['run', 'empty'], /no scenario\.yaml in this folder/],
  [['run', 'nope'], /^nope: no such file or folder/m],
  [['run', '.'], /no scenario\.yaml in this folder/],
  [['run', 'scenario'], /^scenario\/scenario\.yaml:5:\d+ The file nope\.yaml/m],
  [['route', 'empty', 'GET', '/'], /^empty: this is a folder/m],
];

describe('bad input has exit status 1 and says where, and how to mend it', () => {
  it.each(BAD_INPUT)('%j', (words, message) => {
    withFiles(FILES, (cwd) => {
      const { status, out, err } = runCli(words, { cwd });
      expect(status).toBe(1);
      expect(words[0] === 'check' ? out + err : err).toMatch(message);
    });
  });

  it('says which Pods and Deployments there are when an action names another', () => {
    const pod = runCli(['run', LESSON, '--do', '1s: kubectl delete pod nobody']);
    expect([pod.status, pod.out]).toEqual([1, '']);
    expect(pod.err).toMatch(/at 1 s: pods "nobody" not found; there are .*user-api-deployment-/);
    const deployment = runCli(['run', LESSON, '--do', '1s: kubectl scale deployment/nobody --replicas=2']);
    expect(deployment.err).toMatch(/deployments\.apps "nobody" not found; there are .*user-api-deployment/);
  });
});

describe('as npm starts it', () => {
  it('takes paths from the caller’s folder, standard input, and gives an exit status', () => {
    withFiles({ 'here/good.yaml': SERVICE }, (folder) => {
      const start = (words: string[], input = '') =>
        spawnSync(process.execPath, ['--import', 'tsx', resolve('src/cli/main.ts'), ...words], {
          encoding: 'utf8',
          input,
          env: { ...process.env, INIT_CWD: `${folder}/here` },
        });
      const good = start(['check', 'good.yaml', '-'], SERVICE.replace('80', '0').replace('web', 'api'));
      expect(good.stdout).toMatch(/^stdin:4:\d+ “spec\.ports\[0\]\.port” cannot be “0”/);
      expect(good.status).toBe(1);
      expect(start(['check', 'good.yaml']).status).toBe(0);
      expect(start(['chekc']).status).toBe(2);
    });
  }, 60_000);
});
