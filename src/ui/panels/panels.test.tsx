// @vitest-environment jsdom
import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { addressKinds, hostOf, isInRange } from '../addressKinds';
import type { PanelId } from '../contract';
import { button, click, mount, recordedActions, type Mounted } from '../testing/mount';
import { dnsDecision, ocelotDecision, rulesDecision, sayIn } from '../testing/sampleHops';
import { samplePicture } from '../testing/samplePicture';
import { sampleView, type SampleOptions } from '../testing/sampleView';
import { LanguageContext } from '../text';
import { PanelContent } from './PanelContent';
import { asSaved } from './RulesPanel';

let mounted: Mounted;
let asked: unknown[][];

function show(panel: PanelId, options: SampleOptions = {}, node: string | null = null) {
  const recorded = recordedActions();
  asked = recorded.asked;
  mounted = mount(
    <LanguageContext value={options.language ?? 'en'}>
      <PanelContent
        panel={panel}
        view={sampleView(options)}
        actions={recorded.actions}
        node={node}
        charactersAreOn
        onCharacters={() => undefined}
        onNode={(each) => asked.push(['node', each])}
        onRulesOf={(each) => asked.push(['rulesOf', each])}
        onPanel={(each) => asked.push(['panel', each])}
      />
    </LanguageContext>,
  );
  return mounted.root;
}

afterEach(() => mounted.unmount());

describe('this hop', () => {
  it('lists the rules in order, with draws, and lights the one that decided', () => {
    const rows = [...show('hop', { decision: rulesDecision }).querySelectorAll('.ui-examined li')];
    expect(rows.map((row) => row.className.includes('is-hit'))).toEqual([true, false, true]);
    expect(rows.map((row) => row.className.includes('is-decided'))).toEqual([false, false, true]);
    expect(rows[1]!.textContent).toContain('drew 0.71 ≥ 0.33333: skip');
    expect(mounted.root.textContent).toContain('18 more rules');
  });

  it('strikes only what changed', () => {
    const root = show('hop', { decision: rulesDecision });
    expect([...root.querySelectorAll('.ui-headers del')].map((each) => each.textContent)).toEqual([
      '10.103.22.45:80',
    ]);
    expect([...root.querySelectorAll('.ui-headers ins')].map((each) => each.textContent)).toEqual([
      '10.244.1.2:8080',
    ]);
  });

  it('shows a route with what was rejected, and a DNS exchange', () => {
    const route = show('hop', { decision: ocelotDecision });
    expect(route.textContent).toContain('ocelot.json:14');
    expect(route.querySelector('.ui-rejected')!.textContent).toContain('/contacts/{id}');
    mounted.unmount();
    const dns = show('hop', { decision: dnsDecision });
    expect(dns.querySelectorAll('.ui-queries li')).toHaveLength(2);
    expect(dns.querySelector('.is-answered')!.textContent).toContain('10.103.22.45 TTL 30 s');
  });
});

describe('rules', () => {
  it('follow the packet unless a node was chosen, and mark stale endpoints', () => {
    const root = show('rules', {}, 'node-3');
    expect(root.querySelector('.ui-rule.is-stale')!.textContent).toContain('10.244.2.2:8080');
    expect(root.textContent).toContain('400 ms behind');
    click(root.querySelector('.ui-nodetabs input[value=node-1]')!);
    expect(asked).toEqual([['node', 'node-1']]);
  });

  it('keep every character of the rule', () => {
    const root = show('rules');
    const texts = [...root.querySelectorAll('.ui-rule-text')].map((each) => each.textContent);
    expect(texts).toEqual(
      sampleView().rules[1]!.chains.flatMap((chain) => chain.rules.map((rule) => rule.text)),
    );
  });

  it('copy as iptables-save has them', () => {
    show('rules');
    const lines = asSaved(sampleView().rules[0]!).split('\n');
    expect(lines[0]).toBe('*nat');
    expect(lines).toContain(':KUBE-SERVICES - [0:0]');
    expect(lines.filter((line) => line.startsWith('-A KUBE-SVC-GLVBA6XVKR35DFNR -m comment'))).toHaveLength(
      3,
    );
    expect(lines.at(-2)).toBe('COMMIT');
  });

  it('copy what IPVS holds before the rules that ask it', () => {
    const rule = (text: string) => ({ text, verdict: null, drawn: null, isStale: false });
    const chains = [
      { table: 'ipvs' as const, name: 'IPVS', rules: [rule('TCP  10.96.0.1:443 rr')] },
      { table: 'ipvs' as const, name: 'TCP 10.96.0.1:443', rules: [rule('-> 172.18.0.2:6443 Masq 1')] },
      { table: 'ipvs' as const, name: '@KUBE-CLUSTER-IP', rules: [rule('10.96.0.1,tcp:443')] },
      { table: 'nat' as const, name: 'KUBE-MARK-MASQ', rules: [rule('-j MARK --or-mark 0x4000')] },
    ];
    expect(asSaved({ ...sampleView().rules[0]!, mode: 'ipvs', chains }).split('\n')).toEqual([
      'TCP 10.96.0.1:443',
      '  -> 172.18.0.2:6443 Masq 1',
      'add KUBE-CLUSTER-IP 10.96.0.1,tcp:443',
      '*nat',
      ':KUBE-MARK-MASQ - [0:0]',
      '-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000',
      'COMMIT',
      '',
    ]);
  });

  it('ask for a delay once, when the handle is let go', () => {
    const slider = show('rules', {}, 'node-3').querySelector<HTMLInputElement>('input[type=range]')!;
    expect(slider.value).toBe('700');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
    for (const value of ['800', '950'])
      act(() => {
        set.call(slider, value);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      });
    expect(asked).toEqual([]);
    act(() => {
      slider.dispatchEvent(new Event('pointerup', { bubbles: true }));
    });
    expect(asked).toEqual([['setWatchDelay', 'node-3', 950]]);
  });
});

describe('endpoints and tally', () => {
  it('say which endpoint is chosen and which node is behind, and lead to its rules', () => {
    const root = show('endpoints');
    expect(root.querySelector('.is-chosen')!.textContent).toContain('10.244.1.2:8080');
    expect(root.querySelector('.ui-endpoint.is-terminating')!.textContent).toContain('terminating');
    click(button('node-3', root));
    expect(asked).toEqual([['rulesOf', 'node-3']]);
  });

  it('draw bars in proportion, and name what became of the rest', () => {
    const root = show('tally');
    const widths = [...root.querySelectorAll<HTMLElement>('.ui-bars-track span')].map(
      (bar) => bar.style.width,
    );
    expect(widths[1]).toBe('100%');
    expect(widths[2]).toBe('0%');
    expect(root.querySelector('.ui-outcomes')!.textContent).toContain('502 refused1');
  });
});

describe('kinds of addresses', () => {
  it('come from the picture, or from the ranges of the nodes', () => {
    show('tally');
    const kindOf = addressKinds(samplePicture(sayIn('en')));
    const kinds = [
      '10.103.22.45:80',
      '10.244.1.2:8080',
      '10.244.1.77:1',
      '203.0.113.11:443',
      '198.51.100.7:5',
      '8.8.8.8:53',
    ];
    expect(kinds.map((each) => kindOf(each).kind)).toEqual([
      'vip',
      'pod',
      'pod',
      'node',
      'client',
      'external',
    ]);
  });

  it('takes hosts and ranges apart', () => {
    show('tally');
    expect(['10.0.0.1:80', '10.0.0.1', '[fd00::1]:80'].map(hostOf)).toEqual([
      '10.0.0.1',
      '10.0.0.1',
      'fd00::1',
    ]);
    expect(isInRange('10.244.1.255', '10.244.1.0/24')).toBe(true);
    expect(isInRange('10.244.2.0', '10.244.1.0/24')).toBe(false);
    expect(isInRange('fd00::1', '10.244.1.0/24')).toBe(false);
  });
});
