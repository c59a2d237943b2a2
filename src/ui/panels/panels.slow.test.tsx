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
import type { PacketCard } from '../../projection/packetCard';
import { HopPanel } from './HopPanel';
import { PanelContent } from './PanelContent';

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

/** The hop panel itself, which comes on demand. */
function showHop(decision: SampleOptions['decision'], packet: PacketCard | null = null) {
  const view = sampleView(decision === undefined ? {} : { decision });
  mounted = mount(
    <LanguageContext value="en">
      <HopPanel
        card={view.hop}
        picture={view.picture}
        packet={packet && { ...packet, hopId: view.hop!.hop.hopId }}
      />
    </LanguageContext>,
  );
  return mounted.root;
}

const DESTINATION = { name: 'dst', before: '10.103.22.45', after: '10.244.1.2', isChanged: true };
const SOURCE = { name: 'src', before: '10.244.1.9', after: '10.244.1.9', isChanged: false };
const PACKET: PacketCard = {
  hopId: '',
  layers: [{ layer: 'IP', fields: [SOURCE, DESTINATION] }],
  turn: 'kernel',
  tracked: null,
  rules: [
    {
      count: 4,
      source: { kind: 'Service', name: 'default/web', path: 'spec.ports[0]', place: 'web.yaml:9' },
    },
    { count: 0, source: null },
    { count: 1, source: { kind: 'EndpointSlice', name: 'default/web-x', path: 'endpoints[1]', place: null } },
  ],
  dns: [],
};

describe('this hop', () => {
  it('lists the rules in order, with draws, and lights the one that decided', () => {
    const rows = [...showHop(rulesDecision).querySelectorAll('.ui-examined li')];
    expect(rows.map((row) => row.className.includes('is-hit'))).toEqual([true, false, true]);
    expect(rows.map((row) => row.className.includes('is-decided'))).toEqual([false, false, true]);
    expect(rows[1]!.textContent).toContain('drew 0.71 ≥ 0.33333: skip');
    expect(mounted.root.textContent).toContain('18 more rules');
  });

  it('says how many packets a rule has matched, and the line that asked for it', () => {
    const rows = [...showHop(rulesDecision, PACKET).querySelectorAll('.ui-examined li')];
    expect(rows[0]!.textContent).toContain('4 packets so far');
    expect(rows[0]!.textContent).toContain('Service default/web spec.ports[0] · web.yaml:9');
    expect(rows[1]!.querySelector('.ui-rule-source')).toBeNull();
    expect(rows[2]!.textContent).toContain('EndpointSlice default/web-x endpoints[1]');
  });

  it('marks what changed in the headers by a sign, by striking it out, and in words; and only that', () => {
    const root = showHop(rulesDecision, PACKET);
    const texts = (selector: string) => [...root.querySelectorAll(selector)].map((each) => each.textContent);
    expect(texts('.ui-headers del')).toEqual(['10.103.22.45']);
    expect(texts('.ui-headers ins')).toEqual(['10.244.1.2']);
    expect(texts('.ui-headers .is-changed th')).toEqual([' dst (rewritten here)']);
    expect(root.querySelectorAll('.ui-headers .is-changed svg').length).toBeGreaterThan(0);
    expect(root.textContent).toContain('1 field rewritten here');
  });

  it('shows a route with what was rejected and why, and a DNS exchange', () => {
    const route = showHop(ocelotDecision);
    expect(route.textContent).toContain('ocelot.json:14');
    expect(route.querySelector('.ui-rejected')!.textContent).toContain('does not match /contacts/{id}');
    mounted.unmount();
    const dns = showHop(dnsDecision);
    expect(dns.querySelectorAll('.ui-queries li')).toHaveLength(2);
    expect(dns.querySelector('.is-answered')!.textContent).toContain('10.103.22.45 TTL 30 s');
  });

  it('lists every answer of a look-up, and says when a name is there without such a record', () => {
    const row = {
      ...{ hopId: 'h1', at: 1_000, server: 'pod/kube-system/coredns-1', serverName: 'coredns-1' },
      ...{ from: 'kubernetes' as const, ttlLeft: null, micros: 150, keptSeconds: 0 },
    };
    const found = { type: 'A', data: '10.103.22.45', ttl: 30 };
    const dns = showHop(dnsDecision, {
      ...PACKET,
      dns: [
        {
          ...row,
          name: 'web.default.svc.cluster.local.',
          type: 'AAAA',
          rcode: 'NOERROR',
          answers: [],
          isCurrent: false,
        },
        {
          ...row,
          name: 'web.default.svc.cluster.local.',
          type: 'A',
          rcode: 'NOERROR',
          answers: [found],
          isCurrent: true,
        },
        {
          ...row,
          ...{ name: 'api.example.', type: 'A', rcode: 'NOERROR', answers: [found], isCurrent: false },
          ...{ from: 'cache' as const, ttlLeft: 23 },
        },
        {
          ...row,
          ...{ name: 'api.example.', type: 'AAAA', rcode: 'NXDOMAIN', answers: [], isCurrent: false },
          ...{ from: 'forward' as const, micros: 8_000, keptSeconds: 30 },
        },
      ],
    });
    const rows = [...dns.querySelectorAll('.ui-queries li')];
    expect(rows[0]!.textContent).toContain('NODATA');
    expect(rows[1]!.textContent).toContain('TTL 30 s');
    expect(rows.map((each) => each.getAttribute('aria-current'))).toEqual([null, 'true', null, null]);
    expect(rows[1]!.textContent).toContain('kubernetes plugin of coredns-1');
    expect(rows[2]!.textContent).toContain('cache of coredns-1: 23 s left');
    expect(rows[3]!.textContent).toContain('coredns-1 asked upstream (forward): 8.0 ms');
    expect(rows[3]!.textContent).toContain('kept in its cache for 30 s');
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

  it('light the rule that decided, and name a chain as its own tool does', () => {
    const root = show('rules');
    const decided = [...root.querySelectorAll('.ui-rule.is-decided')];
    expect(decided.map((each) => each.textContent)).toEqual([expect.stringContaining('this one decided')]);
    expect(root.querySelector('.ui-chain h4')!.textContent).toBe('nat KUBE-SERVICES');
    expect(root.textContent).toContain('what concerns default/user-api-service');
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
