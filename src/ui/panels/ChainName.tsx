import { useText } from '../text';

/** A chain, map, ipset or virtual server by the name that its own tool gives it. */
export function ChainName(props: { readonly mode: string; readonly table: string; readonly chain: string }) {
  const { t } = useText();
  const { mode, table, chain } = props;
  const [kind, name] = named(mode, table, chain);
  return (
    <>
      <span className="ui-dim">{/^[a-z]/.test(kind) && kind.includes('.') ? t(kind) : kind}</span>{' '}
      {name === IPVS_LIST ? t('rules.virtualServers') : name}
    </>
  );
}

/** The list of virtual servers has no name of its own. */
const IPVS_LIST = 'IPVS';

function named(mode: string, table: string, chain: string): readonly [kind: string, name: string] {
  const isSet = chain.startsWith('@');
  if (mode === 'nftables') return [isSet ? 'rules.map' : 'rules.chain', isSet ? chain.slice(1) : chain];
  if (table !== 'ipvs') return [table, chain];
  if (isSet) return ['ipset', chain.slice(1)];
  return [chain === IPVS_LIST ? 'IPVS' : 'rules.virtualServer', chain];
}
