import type { Catalogue } from '../translate';

/** The proxy modes side by side, and the choice of one. */
export const modes: Catalogue = {
  'modes.choose': '代理模式',
  'modes.open': '比较三种代理模式',
  'modes.title': '三种代理模式，同一个 Service',
  'modes.intro':
    '同样的 Service 和 EndpointSlice，kube-proxy 可以用三种方式写进内核。这里用同一个种子，把同样的请求在每种模式下各跑一遍。',
  'modes.shown': '正在显示',
  'modes.switch': '切换到 {mode}',
  'modes.runs': '同样的请求，三种模式',
  'modes.runs.usual': '还没有发过请求，所以这里发六个常用的请求。',
  'modes.runs.own': '这就是你发过的那些请求，时刻也一样。',
  'modes.runs.caption': '每个请求由哪个 Pod 应答，它的第一个包比对了多少条规则',
  'modes.request': '请求',
  'modes.examined': '{count} 条规则',
  'modes.examined.one': '{count} 条规则',
  'modes.examined.other': '{count} 条规则',
  'modes.kept': '沿用旧连接，不经过规则',
  'modes.none': '没有遇到这个 Service 的规则',
  'modes.failed.refused': '被拒绝',
  'modes.failed.timeout': '超时',
  'modes.failed.dnsFailure': '找不到名字',
  'modes.failed.httpError': 'HTTP {status}',
  'modes.failed.open': '还在路上',
  'modes.shares': '全部请求',
  'modes.decided': '第 {number} 个请求的 Pod 是怎样选出来的',
  'modes.decided.on': '在 {node} 上，{chain}',
  'modes.decided.drew': '抽到 {drawn}，小于 {probability}：选中',
  'modes.decided.map': 'numgen 在 0…{last} 中抽到 {number}，map 说明这是哪条链。',
  'modes.decided.turn': '调度器记得轮到谁了，不抽数。',
  'modes.how.iptables':
    '一个包要和 KUBE-SERVICES 里的规则逐条比对，直到有一条符合。多一个 Service，路上就多一条规则。',
  'modes.how.ipvs':
    '内核在哈希表里按地址和端口找到虚拟服务器，再由它的调度器取下一个真实服务器。默认调度器是 rr：在这里 Pod 确实是轮流的，只是每个节点各轮各的。',
  'modes.how.nftables':
    '一条规则按地址和端口查一次 verdict map，立刻知道接下来走哪条链。选 Pod 和 iptables 一样，是随机的。',
  'modes.deprecated.ipvs': 'IPVS 模式从 Kubernetes v1.35 起已弃用，由 nftables 模式接替。',
  'modes.growth': '每条新连接要比对多少条规则',
  'modes.growth.intro':
    '以下数字是在这里量出来的：每种模式都真的写入这么多个 Service（每个三个端点），再让发往列表各处 Service 的包走一遍规则。',
  'modes.growth.x': 'Service 数量',
  'modes.growth.y': '每条新连接比对的规则数',
  'modes.growth.mean': '平均',
  'modes.growth.worst': '最多',
  'modes.growth.busy': '正在测量……',
  'modes.growth.chart': '图表：有 {services} 个 Service 时，一条新连接平均要比对{list}。',
  'modes.growth.item': '{count} 条规则（{mode}）',
  'modes.growth.caption': '每条新连接比对的规则数：平均值；与最多值不同时，两者都列出',
  'modes.growth.note':
    '只有连接的第一个包会遇到这些规则，之后的包由 conntrack 直接给出答案。至于一条规则要花多少力气，是另一回事：查一次 ipset 或 map 比做一次比较费事，但无论有多少 Service，都是同样的力气。',
  'modes.sources': '出处',
  'modes.source.proxies': 'Kubernetes 文档：虚拟 IP 和服务代理',
  'modes.source.nftables': 'Kubernetes 博客，2025：kube-proxy 的 NFTables 模式',
  'modes.source.ipvs': 'Kubernetes 博客，2018：基于 IPVS 的集群内负载均衡',
  'modes.busy': '正在运行……',
  'modes.failure': '没能算出比较结果：{detail}',

  'address.unknownMode.text': '没有叫「{mode}」的代理模式，场景按它自己的模式打开了。',
  'address.unknownMode.mend': '现有的模式：{known}。请改正地址里「mode=」后面的部分。',
};
