import type { Catalogue } from '../translate';

/** The truth about one packet: headers, rules, DNS, route. */
export const packet: Catalogue = {
  'packet.field': '字段',
  'packet.changed': '（在这里被改写）',
  'packet.changes.other': '这里改写了 {count} 处',
  'packet.message': '收到的报文，发出的报文',
  'packet.received': '收到',
  'packet.sent': '发出',
  'packet.differs': '（不同）',
  'packet.differences.other': '{count} 处不同',
  'packet.encrypted': '在 TLS 里，只有两端读得到',
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

  'rules.chain': '链',
  'rules.map': 'map',
  'rules.virtualServer': '虚拟服务器',
  'rules.virtualServers': '虚拟服务器列表',
  'rules.sum.other': '比对了 {count} 条规则，命中 {hits} 条',
  'rules.toDecided': '跳到起决定作用的那条',
  'rules.decided': '由它决定',
  'rules.numgen': 'numgen 在 0…{last} 中抽到 {number}',
  'rules.ipvs.scheduled': '调度器 {scheduler} 选了这个真实服务器，不抽签。',
  'rules.ipvs.held': '会话保持（persistence）：这个客户端仍去上次那个真实服务器，不问调度器。',
  'rules.concern': '这里列出与 {service} 有关的规则，以及每个包都会遇到的规则。',

  'tracked.matched': '（这个包对上了这一行）',
  'tracked.plain': '这条连接已有记录，地址一处也不改：两行正好互为镜像。',
  'tracked.original.destination':
    '去程的后续包：目的地址照第一个包那样改写，不再经过 nat 规则，也不再重新选择。',
  'tracked.original.source': '去程的后续包：源地址照第一个包那样改写，不再经过 nat 规则。',
  'tracked.original.both':
    '去程的后续包：目的地址和源地址都照第一个包那样改写，不再经过 nat 规则，也不再重新选择。',
  'tracked.reply.destination': '回程的包：源地址还原成当初拨的那个地址，发起方才认得。',
  'tracked.reply.source': '回程的包：目的地址还原成发起方自己的地址。',
  'tracked.reply.both': '回程的包：源地址还原成当初拨的那个地址，目的地址还原成发起方自己的地址。',
};
