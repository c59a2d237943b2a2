/** What happens on each hop: a short title and one sentence, by the name in sim/traffic/hopNames.ts. */
export const hops: Readonly<Record<string, string>> = {
  'hop.publicDns.title': '浏览器解析 {host}',
  'hop.publicDns.sentence':
    '浏览器向公网 DNS 查 **{host}**，得到 **{address}**。到这一步还和 Kubernetes 无关。',
  'hop.publicDnsFailed.title': '{host} 查不到',
  'hop.publicDnsFailed.sentence': '公网 DNS 里没有 **{host}**：浏览器拿不到地址，一个包也发不到集群。',
  'hop.dnsQuery.title': 'DNS 查询：VIP → CoreDNS',
  'hop.dnsQuery.sentence':
    'DNS 服务器 **{destinationBefore}** 也是 VIP：{node} 的内核把查询改发给 CoreDNS 的 Pod **{destination}**。',
  'hop.dnsToServer.title': '{type} 查询送达 CoreDNS',
  'hop.dnsToServer.sentence': '查 **{name}** 的 {type} 请求送到 CoreDNS 的 Pod **{destination}**。',
  'hop.dnsFound.title': 'CoreDNS 答出 VIP',
  'hop.dnsFound.sentence':
    'CoreDNS 从 API server 得知所有 Service：**{name}** 对应 VIP **{answer}**，不是哪个 Pod 的地址。',
  'hop.dnsFoundPods.title': 'CoreDNS 答出 Pod IP',
  'hop.dnsFoundPods.sentence':
    '**{name}** 没有 VIP（headless Service）：CoreDNS 直接答出 Pod 的地址，其中有 **{answer}**。',
  'hop.dnsFoundOutside.title': 'CoreDNS 转问上游',
  'hop.dnsFoundOutside.sentence': '**{name}** 指向集群外：CoreDNS 去问上游 DNS，把 **{answer}** 转告回来。',
  'hop.dnsFromCache.title': 'CoreDNS 用缓存作答',
  'hop.dnsFromCache.sentence':
    '这个 CoreDNS Pod 之前答过 **{name}**：答案 **{answer}** 还在它的缓存里，再过 **{ttl} 秒**才失效，所以谁也不用问。每个副本各有各的缓存。',
  'hop.dnsNoData.title': '没有 {type} 记录',
  'hop.dnsNoData.sentence': '**{name}** 存在，但没有 {type} 记录：它没有这一类地址。',
  'hop.dnsNotFound.title': 'CoreDNS：没有这个名字',
  'hop.dnsNotFound.sentence': 'CoreDNS 不认识 **{name}**（NXDOMAIN）。解析器若还有下一个搜索后缀，就接着试。',
  'hop.dnsAnswer.title': 'DNS 回程：源还原成 VIP',
  'hop.dnsAnswer.sentence':
    '{node} 按 conntrack 把源 **{sourceBefore}** 还原成 **{source}**，{to} 才认这个答案：**{answer}**。',
  'hop.dnsAnswerNone.title': 'DNS 回答：没有记录',
  'hop.dnsAnswerNone.sentence': 'DNS 的回答回到 {to}：**{name}** 名下没有 {type} 记录。',
  'hop.dnsAnswerDirect.title': 'DNS 的回答回来了',
  'hop.dnsAnswerDirect.sentence': '**{name}** 的答案直接回到 {to}：**{answer}**，路上没有地址要还原。',
  'hop.dnsRejected.title': 'DNS 被拒：没有端点',
  'hop.dnsRejected.sentence':
    '**{destinationBefore}** 背后没有就绪的 DNS Pod：{node} 的内核当场回绝这次查询。',
  'hop.dnsRefused.title': '问不到 {name}',
  'hop.dnsRefused.sentence': '{from} 放弃了：发给 **{server}** 的查询都被回绝，**{name}** 的地址无从得知。',
  'hop.dnsUnreachable.title': 'DNS 没有回音',
  'hop.dnsUnreachable.sentence': '{from} 放弃了：**{server}** 一直没有回音，**{name}** 的地址无从得知。',
  'hop.loadBalancer.title': '入口改写：外部 IP → Pod',
  'hop.loadBalancer.sentence':
    '**{destinationBefore}** 不属于任何机器：{node} 的内核把目的改成 Pod **{destination}**；因为 externalTrafficPolicy 是 Cluster，源也换成节点自己的地址。',
  'hop.loadBalancerLocal.title': '入口改写：外部 IP → Pod',
  'hop.loadBalancerLocal.sentence':
    '**{destinationBefore}** 不属于任何机器：{node} 的内核把目的改成本节点的 Pod **{destination}**；externalTrafficPolicy 是 Local，客户端地址保留。',
  'hop.nodePort.title': 'NodePort 一步改成 Pod',
  'hop.nodePort.sentence':
    '没有进程在听 **{destinationBefore}**：{node} 的内核一步把 NodePort 改成 Pod **{destination}**，中间不经过 VIP。',
  'hop.rewrite.title': '内核改写：VIP → Pod',
  'hop.rewrite.sentence':
    '{node} 的内核（不是进程，也不是 kube-proxy）从 {choices} 个端点里抽签，把 **{destinationBefore}** 改成 **{destination}**。',
  'hop.rewriteOnly.title': '内核改写：VIP → Pod',
  'hop.rewriteOnly.sentence':
    '{node} 的规则里 {service} 只有一个端点，不用抽签：内核把 **{destinationBefore}** 改成 **{destination}**。',
  'hop.rewriteAffinity.title': '会话亲和：还是那个 Pod',
  'hop.rewriteAffinity.sentence':
    'sessionAffinity 是 ClientIP：{node} 的内核记得这个源地址，不抽签，仍把 **{destinationBefore}** 改成 **{destination}**。',
  'hop.rewriteIpvs.title': 'IPVS 改写：VIP → Pod',
  'hop.rewriteIpvs.sentence':
    '{node} 内核里的 IPVS 从 {choices} 个真实服务器里选一个（{scheduler} 调度，不抽签），把 **{destinationBefore}** 改成 **{destination}**。',
  'hop.rewriteMasquerade.title': '内核改写：源和目的',
  'hop.rewriteMasquerade.sentence':
    '{node} 的内核把 **{destinationBefore}** 改成 **{destination}**，源也换成自己的 **{source}**，好让回程再经过它。',
  'hop.rejected.title': '当场拒绝：没有端点',
  'hop.rejected.sentence':
    '{node} 的规则里 {service} 一个端点都没有：内核的 REJECT 规则当场回绝 **{destinationBefore}**，连接立刻被拒。',
  'hop.rejectedIpvs.title': '当场拒绝：没有真实服务器',
  'hop.rejectedIpvs.sentence':
    '{node} 的 IPVS 表里，**{destinationBefore}** 后面一个真实服务器都没有：IPVS 自己回一个“端口不可达”，连接立刻被拒。',
  'hop.rejectedPort.title': '当场拒绝：没有这个端口',
  'hop.rejectedPort.sentence':
    '这个地址属于某个 Service，但没有 Service 开着 **{destinationBefore}**：{node} 内核里的规则当场回绝，连接立刻被拒。',
  'hop.droppedNoLocal.title': '丢弃：{node} 上没有 Pod',
  'hop.droppedNoLocal.sentence':
    '{service} 的策略是 Local，只许用本节点的 Pod，而 {node} 上一个也没有：内核丢掉这个包，不给回音。',
  'hop.droppedByRule.title': '被规则丢弃',
  'hop.droppedByRule.sentence':
    '{node} 内核里的规则丢掉了发往 **{destinationBefore}** 的包，不给回音：发起方只能干等。',
  'hop.droppedInvalid.title': '丢弃：对不上连接',
  'hop.droppedInvalid.sentence':
    '{node} 的 conntrack 里没有这个 {label} 能对上的连接，内核把它丢掉，不给回音。',
  'hop.toPod.title': '送达 {to}',
  'hop.toPod.sentence':
    '改写后的 SYN 从 {from} 走到 {node}，送达 Pod **{destination}**；源地址还是 **{source}**。',
  'hop.toPodLocal.title': '送达 {to}，同节点',
  'hop.toPodLocal.sentence': '选中的 Pod **{destination}** 就在 {from} 上，改写后的 SYN 不用出这台机器。',
  'hop.toPodDirect.title': '{from} 直连 Pod',
  'hop.toPodDirect.sentence':
    '{from} 直接拨 **{destination}**：这是 Pod 自己的地址，不经过 VIP，没有规则要改它。',
  'hop.handshake.title': '握手：源还原成原地址',
  'hop.handshake.sentence':
    '{node} 按 conntrack 把源 **{sourceBefore}** 还原成 **{source}**：发起方始终不知道是哪个 Pod 应的。',
  'hop.handshakeDirect.title': '握手：直接答回',
  'hop.handshakeDirect.sentence': '{to} 拨的就是 Pod，所以 **{source}** 用自己的地址答回，没有什么要还原。',
  'hop.request.ingress.title': '浏览器 → {to}',
  'hop.request.ingress.sentence':
    '浏览器照旧写 **{destinationBefore}**，{node} 按 conntrack 逐包改成 **{destination}**，不再看规则。',
  'hop.request.web.title': '{from} → {to}',
  'hop.request.web.sentence':
    '{from} 写的是 **{destinationBefore}**，{node} 按 conntrack 改成 **{destination}**，不再看规则。',
  'hop.request.gateway.title': '{from} → {to}',
  'hop.request.gateway.sentence':
    '{from} 只认 **{destinationBefore}**；{node} 翻 conntrack，把 **{line}** 送往 SYN 选定的同一个 Pod **{destination}**。',
  'hop.request.service.title': '{line} 送到 Pod',
  'hop.request.service.sentence':
    '{from} 只认 VIP **{destinationBefore}**；{node} 翻 conntrack，照旧改成 **{destination}**，不再抽签。',
  'hop.requestDirect.ingress.title': '浏览器 → {to}',
  'hop.requestDirect.ingress.sentence': '请求直接到 **{destination}**，一路上没有谁改写地址。',
  'hop.requestDirect.web.title': 'Ingress 直送 {to}',
  'hop.requestDirect.web.sentence':
    '{from} 把 **{line}** 直接送到 Pod **{destination}**：这一段既没有 VIP，也用不到 kube-proxy 的规则。',
  'hop.requestDirect.gateway.title': '{from} 直送 {to}',
  'hop.requestDirect.gateway.sentence':
    '{from} 把 **{line}** 直接送到 **{destination}**：拨的是 Pod 自己的地址，不用改写。',
  'hop.requestDirect.service.title': '{line} 直送 Pod',
  'hop.requestDirect.service.sentence':
    '{from} 把 **{line}** 直接送到 **{destination}**：拨的是 Pod 自己的地址，不用改写。',
  'hop.response.ingress.title': '{line} 回到浏览器',
  'hop.response.ingress.sentence':
    '{node} 按 conntrack 把源还原成 **{source}**：浏览器看到的，始终是它拨的那个地址。',
  'hop.response.web.title': '{line} 回到 {to}',
  'hop.response.web.sentence':
    '**{line}** 回到 {to}；{node} 按 conntrack 把源 **{sourceBefore}** 还原成 **{source}**。',
  'hop.response.gateway.title': '{line} 回到 {to}',
  'hop.response.gateway.sentence':
    '{node} 按 conntrack 把源 **{sourceBefore}** 还原成 **{source}**：在 {to} 看来，应答的就是这个 Service。',
  'hop.response.service.title': '回程：源还原成 VIP',
  'hop.response.service.sentence':
    '{node} 按 conntrack 把源 **{sourceBefore}** 还原成 VIP **{source}**：{to} 从头到尾没见过 Pod IP。',
  'hop.responseDirect.ingress.title': '{line} 回到浏览器',
  'hop.responseDirect.ingress.sentence':
    '**{line}** 从 **{source}** 直接回来：去程没有改写，回程也不用还原。',
  'hop.responseDirect.web.title': '{line} 回到 {to}',
  'hop.responseDirect.web.sentence':
    '{from} 用自己的地址 **{source}** 答回 **{line}**：对方当初直连的就是这个 Pod。',
  'hop.responseDirect.gateway.title': '{line} 回到 {to}',
  'hop.responseDirect.gateway.sentence':
    '{from} 用自己的地址 **{source}** 答回 **{line}**：{to} 当初直连的就是这个 Pod。',
  'hop.responseDirect.service.title': '{line} 回到 {to}',
  'hop.responseDirect.service.sentence':
    '{from} 用自己的地址 **{source}** 答回 **{line}**：{to} 当初直连的就是这个 Pod。',
  'hop.refused.noProcess.title': '拒绝：Pod 里没有进程',
  'hop.refused.noProcess.sentence':
    '**{sourceBefore}** 还是这个 Pod 的地址，但里面的程序已经退出：Pod 的内核答 RST，连接被拒绝。',
  'hop.refused.starting.title': '拒绝：程序还在启动',
  'hop.refused.starting.sentence':
    '{from} 的程序还在启动，没有监听端口：**{sourceBefore}** 答 RST，连接被拒绝。',
  'hop.refused.draining.title': '拒绝：程序正在退出',
  'hop.refused.draining.sentence':
    '{from} 的程序收到了 SIGTERM，不再接新连接：**{sourceBefore}** 答 RST。选它的一方还没得到消息。',
  'hop.refused.wrongPort.title': '拒绝：{port} 端口没人听',
  'hop.refused.wrongPort.sentence':
    '{from} 监听的是 **{listens}**，不是 {port}：**{sourceBefore}** 答 RST，连接被拒绝。请核对 Service 的 targetPort。',
  'hop.refused.node.title': '拒绝：{from} 的 {port} 端口没人听',
  'hop.refused.node.sentence':
    '{from} 上没有关于 **{sourceBefore}** 的规则，节点自己的程序也没有监听它：节点答 RST，连接被拒绝。请核对 nodePort。',
  'hop.reset.title': '连接中断：程序没了',
  'hop.reset.sentence':
    '{from} 的程序没来得及应答就结束了：Pod 的内核从 **{sourceBefore}** 发 RST，把连接断掉。',
  'hop.icmp.title': 'ICMP：端口不可达',
  'hop.icmp.sentence': '{from} 用 ICMP 回报「端口不可达」，发起方立刻知道 **{source}** 拒绝了它。',
  'hop.lost.stale.title': '丢失：规则过时',
  'hop.lost.stale.sentence':
    '{node} 的规则仍指向 **{destination}**，可那个 Pod 已经没了，地址无人认领：没有拒绝，只有沉默。',
  'hop.lost.gone.title': '丢失：Pod 已经没了',
  'hop.lost.gone.sentence':
    '{node} 的 conntrack 仍把它送往 **{destination}**，可那个 Pod 已经没了，地址无人认领：没有回音。',
  'hop.lost.reply.title': '丢失：发起方已经没了',
  'hop.lost.reply.sentence': '{label} 送不到了：发起方已经消失，**{destination}** 无人认领。',
  'hop.lost.stray.title': '丢失：回包来路不对',
  'hop.lost.stray.sentence':
    '{to} 拨的是 **{dialled}**，{label} 却直接从 Pod **{source}** 回来：对不上任何连接，只能扔掉。',
  'hop.lost.noOwner.title': '丢失：地址无人认领',
  'hop.lost.noOwner.sentence': '**{destination}** 无人认领：{node} 无处可送，发起方也听不到任何回音。',
  'hop.lost.outside.title': '丢失：集群外无路可走',
  'hop.lost.outside.sentence':
    '集群外的路由器不知道怎么去 **{destination}**：ClusterIP 和 Pod IP 只在集群里有效。浏览器等不到任何回音。',
  'hop.lost.noPower.title': '丢失：{node} 断电了',
  'hop.lost.noPower.sentence':
    '发往 **{destination}** 的 {label} 到了 {node}，可它没有电：没有人收，也没有人拒绝，发起方听不到任何回音。',
  'hop.sentAgain.title': '{from} 重发一次',
  'hop.sentAgain.sentence':
    '到 **{destination}** 的旧连接，应答一个字节都没来就被对方关了：{from} 换一条连接，把 **{line}** 再发一次。',
  'hop.timeout.browser.title': '浏览器不等了',
  'hop.timeout.browser.sentence': '浏览器等了 {seconds} 秒，**{address}** 没有回音，只好放弃。',
  'hop.timeout.lookup.title': '{from} 等不到地址',
  'hop.timeout.lookup.sentence':
    '{from} 等了 {seconds} 秒，还没查到 **{address}** 的地址：谁也没拨，就放弃了。',
  'hop.timeout.connect.title': '{from} 连接超时',
  'hop.timeout.connect.sentence':
    '{from} 向 **{address}** 发出 SYN，等了 {seconds} 秒没有回音，放弃了。要是被拒绝，马上就会知道。',
  'hop.timeout.response.title': '{from} 等应答超时',
  'hop.timeout.response.sentence':
    '{from} 等了 {seconds} 秒，**{address}** 还没有应答，不再等了；对方也许还在忙。',
  'hop.ingressRule.title': 'Ingress 规则选中 {service}',
  'hop.ingressRule.sentence':
    '{pod} 按 Ingress {ingress} 匹配 **{host}{path}**，自己读 {service} 的 EndpointSlice，直接拨 Pod **{address}**，不走 VIP。',
  'hop.ingressRetry.title': 'Ingress 再试一次',
  'hop.ingressRetry.sentence':
    '**{tried}** 没成，{pod} 按顺序再取 {service} 的一个就绪端点，改拨 **{address}**。',
  'hop.noIngressRule.title': '没有 Ingress 规则：{status}',
  'hop.noIngressRule.sentence':
    '没有 Ingress 规则匹配 **{host}{path}**：{pod} 自己答 **{status}**，请求没有到达任何应用。',
  'hop.noIngressEndpoint.title': '没有就绪的 Pod：{status}',
  'hop.noIngressEndpoint.sentence':
    'Ingress {ingress} 指向 **{service}**，可它的 EndpointSlice 里没有就绪的 Pod：{pod} 自己答 **{status}**。',
  'hop.ingressAllTried.title': '没有 Pod 可再试：{status}',
  'hop.ingressAllTried.sentence': '**{service}** 已经没有就绪的 Pod 可以再试：{pod} 自己答 **{status}**。',
  'hop.ingressMapsError.connect.title': 'Ingress 答 {status}',
  'hop.ingressMapsError.connect.sentence':
    '{pod} 连不上 **{address}**，重试次数也用完了，自己给浏览器答 **{status}**。',
  'hop.ingressMapsError.reset.title': 'Ingress 答 {status}',
  'hop.ingressMapsError.reset.sentence':
    '和 **{address}** 的连接断了，应答没等到：{pod} 自己给浏览器答 **{status}**。',
  'hop.ingressMapsError.timeout.title': 'Ingress 答 {status}',
  'hop.ingressMapsError.timeout.sentence': '**{address}** 迟迟没有应答：{pod} 自己给浏览器答 **{status}**。',
  'hop.webCalls.title': '{pod} 要调 {host}',
  'hop.webCalls.sentence': '为了渲染 **{line}**，{pod} 的服务端代码调用 **{url}**：写的是名字，不是地址。',
  'hop.webNeedsNoCall.title': '{pod} 自己应答',
  'hop.webNeedsNoCall.sentence':
    '**{line}** 不用问别人，{pod} 自己渲染页面：没有经过网关，也没有用到别的 Service。',
  'hop.webMapsError.connect.title': '{pod} 答 {status}',
  'hop.webMapsError.connect.sentence':
    '{pod} 连不上 {host} 的 **{address}**，拿不到数据，只好答 **{status}**。',
  'hop.webMapsError.reset.title': '{pod} 答 {status}',
  'hop.webMapsError.reset.sentence':
    '和 {host}（**{address}**）的连接断了，应答没等到，{pod} 只好答 **{status}**。',
  'hop.webMapsError.dns.title': '{pod} 答 {status}',
  'hop.webMapsError.dns.sentence': '{pod} 查不到 **{host}** 的地址，谁也没调成，只好答 **{status}**。',
  'hop.webMapsError.timeout.title': '{pod} 答 {status}',
  'hop.webMapsError.timeout.sentence': '**{host}** 迟迟没有应答，{pod} 只好答 **{status}**。',
  'hop.routeMatched.title': 'Ocelot 匹配 {upstream}',
  'hop.routeMatched.sentence':
    '{pod} 按 {file} 第 {fileLine} 行的路由匹配 **{line}**，转去 **{target}** 要 **{path}**：它不认识任何 Pod。',
  'hop.routeDiscovers.title': 'Ocelot 匹配 {upstream}',
  'hop.routeDiscovers.sentence':
    '{file} 第 {fileLine} 行匹配 **{line}**，写的是 ServiceName **{service}** 而不是主机：{provider} 模式下，{pod} 自己去问有哪些 Pod，不查 DNS。',
  'hop.askApi.title': '{pod} 问 API server',
  'hop.askApi.sentence':
    '{pod} 向 API server 读 **{path}**：{service} 后面有哪些就绪的 Pod？这要有 RBAC 权限；没有查任何名字。',
  'hop.discovered.title': '{balancer} 选中 {address}',
  'hop.discovered.sentence':
    'API server 列出 {service} 的 {count} 个就绪 Pod，{pod} 里的 {balancer} 选了 **{address}**：这是 Pod 自己的地址，没有 VIP，也没有规则。',
  'hop.discoveredFromList.title': '{balancer} 选中 {address}',
  'hop.discoveredFromList.sentence':
    '{pod} 的 {provider} 手里有 {service} 的 {count} 个 Pod 的名单（{milliseconds} ms 前读的），{balancer} 选了 **{address}**：谁也没问。',
  'hop.discoveredNone.title': '名单里没有 Pod：404',
  'hop.discoveredNone.sentence':
    '**{service}** 的名单里没有就绪的 Pod：Ocelot 的 ServicesAreEmptyError 没有自己的状态码，{pod} 只好答 **404**。',
  'hop.discoveryForbidden.title': 'API server 答 403',
  'hop.discoveryForbidden.sentence':
    '{pod} 的 ServiceAccount 无权读 **{service}** 的 Endpoints：没有名单就没有目标，{pod} 只好答 **404**。',
  'hop.circuitOpen.title': '熔断打开：{status}',
  'hop.circuitOpen.sentence':
    '路由 {upstream} 失败太多次，熔断器已经打开：{pod} 不再去调，当场答 **{status}**。',
  'hop.rateLimited.title': '配额用完：{status}',
  'hop.rateLimited.sentence':
    '路由 {upstream} 每 {period} 只许每个客户端请求 {limit} 次：{pod} 答 **{status}**，{seconds} 秒后再来。',
  'hop.rateLimitUnknownClient.title': '不知道是谁：{status}',
  'hop.rateLimitUnknownClient.sentence':
    '路由 {upstream} 有限流，而请求没有带 **{header}** 头：{pod} 不知道该算谁的配额，答 **{status}**。',
  'hop.noRoute.title': 'Ocelot 没有路由：404',
  'hop.noRoute.sentence':
    '{file} 的 {count} 条路由都不匹配 **{line}**：{pod} 自己答 **404**，微服务毫不知情。',
  'hop.noDownstream.title': 'Ocelot 没有下游地址',
  'hop.noDownstream.sentence': '{file} 里有路由匹配 **{line}**，却没有可去的下游主机：{pod} 自己答 **404**。',
  'hop.noConfiguration.title': 'Ocelot 没有可用配置',
  'hop.noConfiguration.sentence': '{pod} 没有可用的 {file}，**{line}** 无路可走，自己答 **404**。',
  'hop.gatewayMapsError.connect.title': '{pod} 答 {status}',
  'hop.gatewayMapsError.connect.sentence':
    '{pod} 连不上 **{address}**：连接被拒绝，Ocelot 把它变成自己的 **{status}**。',
  'hop.gatewayMapsError.reset.title': '{pod} 答 {status}',
  'hop.gatewayMapsError.reset.sentence':
    '和 **{address}** 的连接断了，应答没等到：Ocelot 把它变成自己的 **{status}**。',
  'hop.gatewayMapsError.dns.title': '{pod} 答 {status}',
  'hop.gatewayMapsError.dns.sentence':
    '{pod} 查不到 **{host}** 的地址：路由里的 Host 无处可去，Ocelot 自己答 **{status}**。',
  'hop.gatewayMapsError.timeout.title': '{pod} 答 {status}',
  'hop.gatewayMapsError.timeout.sentence':
    '**{address}** 迟迟没有应答：Ocelot 把这次超时变成自己的 **{status}**。',
  'hop.work.title': '{pod} 应答 {status}',
  'hop.work.sentence':
    '{pod} 的程序处理 **{line}**，用了 {milliseconds} 毫秒，应答 **{status}**：VIP 和网关路由它都不知道。',
};
