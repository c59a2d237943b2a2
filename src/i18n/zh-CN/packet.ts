import type { Catalogue } from '../translate';

/** The truth about one packet: headers, rules, DNS, route. */
export const packet: Catalogue = {
  'packet.field': '字段',
  'packet.changed': '（在这里被改写）',
  'packet.changes.other': '这里改写了 {count} 处',
  'packet.counter.other': '至今 {count} 个包',
  'packet.from': '来自',
  'packet.dns.other': '这次查询至今的 {count} 个回答，按先后',
  'packet.dns.cluster': 'CoreDNS，查的是集群自己的区',
  'packet.dns.outside': 'CoreDNS，向集群外的服务器问来的',
  'packet.dns.publicDns': '公共 DNS',
  'packet.reject.pathDiffers': '路径 {path} 不符合 {template}（正则 {pattern}）。',
  'packet.reject.queryDiffers': '路径和查询串 {path}{query} 不符合 {template}（正则 {pattern}）。',
  'packet.reject.methodDiffers': '方法 {method} 不在 {allowed} 之中。',
  'packet.reject.patternTooSlow':
    '没有去试 {template}：它的正则用在这个请求上可能超过 Ocelot 的 100 毫秒时限。',
  'packet.reject.hostDiffers': '主机 {host} 不是 {wanted}。',
  'packet.reject.headerMissing': '缺少请求头 {header}。',
  'packet.reject.headerDiffers': '请求头 {header}：{value} 不符合 {template}。',
  'packet.reject.lowerPriority': '它也符合，但优先级 {priority} 低于 Routes[{winner}] 的 {winnerPriority}。',
  'packet.reject.laterInFile': '它也符合，优先级同为 {priority}，但在文件里排在 Routes[{winner}] 之后。',
  'packet.reject.hostRouteWins': '它也符合，但 Routes[{winner}] 是专为主机 {host} 写的。',
};
