/** Sentences for what happens in the cluster. */
export const events: Readonly<Record<string, string>> = {
  'event.podDeleted':
    '你要删除 **…{pod}**。此刻它只是被打上标记，所有在 watch 的组件从这里开始各自并行反应。',
  'event.podChosen': 'Pod 比期望的多，ReplicaSet 放弃 **…{pod}**。',
  'event.podScheduled': '调度器把新 Pod **…{pod}** 放到 **{node}**。',
  'event.podGotAddress': '**…{pod}** 从 {node} 的 Pod CIDR 里拿到地址 **{ip}**：新 Pod，新 IP。',
  'event.podListens': '**…{pod}** 里的程序打开了端口。Kubernetes 还不知道：要看就绪探针。',
  'event.podReady': '就绪探针通过：**…{pod}** 已就绪，接着会成为端点。',
  'event.podUnready': '**…{pod}** 不再就绪。它不会因此重启，只是不再当端点。',
  'event.podSigterm': 'kubelet 向 **…{pod}** 发出 SIGTERM：不管规则怎么写，**{ip}** 从现在起拒绝新连接。',
  'event.podCrashed': '**…{pod}** 里的进程崩溃了。Pod 还在，名字和 IP **{ip}** 都不变，kubelet 会重启容器。',
  'event.podExited': '**…{pod}** 里的进程结束了，**{ip}** 上再没有人应答。',
  'event.podBackedOff': '**…{pod}** 要等 {seconds} 秒才再启动：CrashLoopBackOff。',
  'event.podRemoved': '**…{pod}** 没有了，地址 **{ip}** 不再属于任何人。',
  'event.podCreated': 'ReplicaSet 发现少一个 Pod，新建 **…{pod}**：新名字，马上有新 IP。',
  'event.nodeLostPower':
    '**{node}** 断电了。上面的一切戛然而止，也没有谁去通知别人：在 API server 眼里它仍是 Ready。',
  'event.nodeGotPower': '**{node}** 恢复供电，正在启动。内核起来之前，发给它的数据包没有人收。',
  'event.nodeBooted':
    '**{node}** 启动完成：没有规则，也没有 conntrack。kubelet 给每个 Pod 重建沙箱，于是地址也换了新的。',
  'event.nodeUnreachable':
    '**{node}** 已有 {seconds} 秒没有音讯：Ready 变成 Unknown，上面的 Pod 立刻被标为未就绪，但还没有被删除。',
  'event.nodeReady': '**{node}** 的 kubelet 重新上报状态：Ready。',
  'event.nodeTainted': '**{node}** 被打上污点 **{taint}**。除非另有规定，Pod 可以容忍 300 秒。',
  'event.podEvicted':
    '**…{pod}** 对 {node} 污点的容忍期已过，被删除。没有 kubelet 来确认，它会一直停在 Terminating。',
  'event.scaled': '**{workload}** 要从 {from} 个 Pod 变成 {to} 个。没人通知网关，也不需要通知。',
  'event.sliceTerminating':
    '**{service}** 的 EndpointSlice，rv {version}：**{ips}** 正在终止，不再接新连接。',
  'event.sliceReady': '**{service}** 的 EndpointSlice，rv {version}：**{ips}** 就绪。',
  'event.sliceRemoved': '**{service}** 的 EndpointSlice，rv {version}：**{ips}** 从列表里移除。',
  'event.sliceAdded': '**{service}** 的 EndpointSlice，rv {version}：列上了 **{ips}**，但还没就绪。',
  'event.syncedBoth': '**{node}** 的 kube-proxy 改写规则：+ {added}，− {removed}。',
  'event.syncedAdded': '**{node}** 的 kube-proxy 把 **{added}** 写进规则。',
  'event.syncedRemoved': '**{node}** 的 kube-proxy 把 **{removed}** 从规则里拿掉。',
};
