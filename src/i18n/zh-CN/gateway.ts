/** What the inspector says of gateways and of kept connections: it comes with the panel. */
import type { Catalogue } from '../translate';

export const gateway: Catalogue = {
  'ui.gateway.discovery': '怎样找到 Pod',
  'ui.gateway.host': 'Service 名字',
  'ui.gateway.note.host': '查 Service 的名字，拨它的 VIP；由节点的规则选 Pod，每条连接选一次。',
  'ui.gateway.note.Kube':
    '每个请求都问 API server，然后自己直连 Pod：不查 DNS，没有 VIP 和规则，但要有 RBAC 权限。',
  'ui.gateway.note.PollKube': '手里有一份名单，每 5 秒读一次，自己直连 Pod；两次之间可能选到已经没了的 Pod。',
  'ui.gateway.note.WatchKube': '手里有一份名单，一有变化就得知，自己直连 Pod。',
  'ui.gateway.command': '手工这样做：改 ConfigMap 里的 ocelot.json，Ocelot 会重新读',
  'ui.gateway.file': '现在的 {file}',
  'ui.pools': '保持的连接',
  'ui.pools.none': '现在没有打开的连接。',
  'ui.pools.to': '连到',
  'ui.pools.age': '已开',
  'ui.pools.state': '状态',
  'ui.pools.left': '还剩',
  'ui.pools.carried': '请求数',
  'ui.pools.busy': '使用中',
  'ui.pools.opening': '正在建立',
  'ui.pools.idle': '空闲 {seconds} 秒',
  'ui.pools.never': '不限',
  'ui.pools.within': '≤ {seconds} 秒',
  'ui.pools.settings': '寿命 {lifetime}，空闲超时 {idle}，每个服务端最多 {most} 条',
  'ui.pools.infinite': '不限',
};
