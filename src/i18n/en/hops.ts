/** What happens on each hop: a short title and one sentence, by the name in sim/traffic/hopNames.ts. */
export const hops: Readonly<Record<string, string>> = {
  'hop.publicDns.title': 'Browser asks public DNS',
  'hop.publicDns.sentence':
    'The browser asks public DNS for **{host}** and gets **{address}**: so far nothing here knows about Kubernetes.',
  'hop.publicDnsFailed.title': '{host}: no such name',
  'hop.publicDnsFailed.sentence':
    'Public DNS knows no **{host}**: the browser has no address to dial, so nothing is sent to the cluster.',
  'hop.dnsQuery.title': 'DNS query: VIP → CoreDNS Pod',
  'hop.dnsQuery.sentence':
    "The DNS server **{destinationBefore}** is a VIP too: {node}'s kernel rewrites the query to the CoreDNS Pod **{destination}**.",
  'hop.dnsToServer.title': '{type} query reaches CoreDNS',
  'hop.dnsToServer.sentence': 'The {type} query for **{name}** reaches CoreDNS in the Pod **{destination}**.',
  'hop.dnsFound.title': 'CoreDNS answers with the VIP',
  'hop.dnsFound.sentence':
    "CoreDNS knows every Service from the API server: **{name}** is the VIP **{answer}**, not a Pod's address.",
  'hop.dnsFoundPods.title': 'CoreDNS answers with Pod IPs',
  'hop.dnsFoundPods.sentence':
    '**{name}** has no VIP (a headless Service): CoreDNS answers with Pod addresses themselves, **{answer}** among them.',
  'hop.dnsFoundOutside.title': 'CoreDNS asks upstream',
  'hop.dnsFoundOutside.sentence':
    '**{name}** leads out of the cluster: CoreDNS asks its upstream DNS server and passes on **{answer}**.',
  'hop.dnsFromCache.title': 'CoreDNS answers from its cache',
  'hop.dnsFromCache.sentence':
    'This CoreDNS Pod has answered **{name}** before: **{answer}** stays in its cache for another **{ttl} s**. It asks nobody; each replica has a cache of its own.',
  'hop.dnsNoData.title': 'No {type} record',
  'hop.dnsNoData.sentence': '**{name}** exists but has no {type} record: it has no address of that kind.',
  'hop.dnsNotFound.title': 'CoreDNS: no such name',
  'hop.dnsNotFound.sentence':
    'CoreDNS knows no **{name}** (NXDOMAIN). The resolver goes on to the next name on its search list, if one is left.',
  'hop.dnsAnswer.title': 'Answer returns, from the VIP',
  'hop.dnsAnswer.sentence':
    'conntrack on {node} turns the source **{sourceBefore}** back into **{source}**, so {to} accepts the answer: **{answer}**.',
  'hop.dnsAnswerNone.title': 'Answer returns: no record',
  'hop.dnsAnswerNone.sentence':
    'The DNS answer for **{name}** is back at {to}: there is no {type} record under that name.',
  'hop.dnsAnswerDirect.title': 'DNS answer returns',
  'hop.dnsAnswerDirect.sentence':
    'The answer for **{name}** comes straight back to {to}: **{answer}**. Nobody had to restore an address.',
  'hop.dnsRejected.title': 'DNS rejected: no endpoint',
  'hop.dnsRejected.sentence':
    "Behind **{destinationBefore}** no DNS Pod is ready: {node}'s kernel rejects the query at once.",
  'hop.dnsRefused.title': 'DNS refused: {name} unknown',
  'hop.dnsRefused.sentence':
    '{from} gives up: every query to **{server}** was turned away, so it never learns an address for **{name}**.',
  'hop.dnsUnreachable.title': 'DNS silent: {name} unknown',
  'hop.dnsUnreachable.sentence':
    '{from} gives up: no answer came from **{server}** in time, so it never learns an address for **{name}**.',
  'hop.loadBalancer.title': 'Edge: {destinationBefore} → Pod',
  'hop.loadBalancer.sentence':
    "**{destinationBefore}** is no machine's own: {node}'s kernel rewrites it to the Pod **{destination}** and, under externalTrafficPolicy Cluster, the source to **{source}**.",
  'hop.loadBalancerLocal.title': 'Edge: {destinationBefore} → Pod',
  'hop.loadBalancerLocal.sentence':
    "**{destinationBefore}** is no machine's own: {node}'s kernel rewrites it to the Pod **{destination}**. externalTrafficPolicy Local keeps the client's address.",
  'hop.nodePort.title': 'NodePort → Pod, in one rewrite',
  'hop.nodePort.sentence':
    "No process serves **{destinationBefore}**: {node}'s kernel rewrites the NodePort straight to the Pod **{destination}**, past any VIP.",
  'hop.rewrite.title': 'Kernel rewrites: VIP → Pod',
  'hop.rewrite.sentence':
    "{node}'s kernel (no process, not kube-proxy) drew one of {choices} endpoints and rewrites **{destinationBefore}** to **{destination}**.",
  'hop.rewriteOnly.title': 'Kernel rewrites: VIP → Pod',
  'hop.rewriteOnly.sentence':
    "{service} has a single endpoint in {node}'s rules, so there is nothing to draw: the kernel rewrites **{destinationBefore}** to **{destination}**.",
  'hop.rewriteAffinity.title': 'Same Pod as last time',
  'hop.rewriteAffinity.sentence':
    "sessionAffinity ClientIP: {node}'s kernel remembers this source and, without drawing, rewrites **{destinationBefore}** to **{destination}** again.",
  'hop.rewriteIpvs.title': 'IPVS rewrites: VIP → Pod',
  'hop.rewriteIpvs.sentence':
    "IPVS in {node}'s kernel picks one of {choices} real servers ({scheduler}: nothing is drawn) and rewrites **{destinationBefore}** to **{destination}**.",
  'hop.rewriteMasquerade.title': 'Kernel rewrites both ends',
  'hop.rewriteMasquerade.sentence':
    "{node}'s kernel rewrites **{destinationBefore}** to **{destination}**, and the source to its own **{source}**, so that replies come back through it.",
  'hop.rejected.title': 'Rejected: no endpoint',
  'hop.rejected.sentence':
    "{service} has no endpoint in {node}'s rules: its kernel's REJECT rule turns **{destinationBefore}** away, refusing the connection at once.",
  'hop.rejectedIpvs.title': 'Rejected: no real server',
  'hop.rejectedIpvs.sentence':
    "**{destinationBefore}** has no real server in {node}'s IPVS table: IPVS itself answers “port unreachable”, and the connection is refused at once.",
  'hop.rejectedPort.title': 'Rejected: no such port',
  'hop.rejectedPort.sentence':
    "No Service has **{destinationBefore}**, though one has the address: a rule in {node}'s kernel refuses the connection at once.",
  'hop.droppedNoLocal.title': 'Dropped: no Pod on {node}',
  'hop.droppedNoLocal.sentence':
    '{service} may only use Pods on the same node (policy Local) and {node} has none: its kernel drops the packet without a word.',
  'hop.droppedByRule.title': 'Dropped by a rule',
  'hop.droppedByRule.sentence':
    "A rule in {node}'s kernel drops the packet for **{destinationBefore}** without a word: the sender hears nothing and waits.",
  'hop.droppedInvalid.title': 'Dropped: fits no connection',
  'hop.droppedInvalid.sentence':
    'conntrack on {node} knows no connection that this {label} could belong to, so the kernel drops it without a word.',
  'hop.toPod.title': 'To {to} on {node}',
  'hop.toPod.sentence':
    'The rewritten SYN crosses from {from} to {node} and reaches the Pod **{destination}**; its source is still **{source}**.',
  'hop.toPodLocal.title': 'To {to}, on the same node',
  'hop.toPodLocal.sentence':
    'The drawn Pod **{destination}** is on {from} too, so the rewritten SYN needs no other machine.',
  'hop.toPodDirect.title': '{from} dials a Pod itself',
  'hop.toPodDirect.sentence':
    "{from} dials **{destination}** itself: a Pod's own address, no VIP, so no rule has anything to rewrite.",
  'hop.handshake.title': 'Handshake: source restored',
  'hop.handshake.sentence':
    '{node} restores the source **{sourceBefore}** to **{source}** from conntrack: the caller never learns which Pod answered.',
  'hop.handshakeDirect.title': 'Handshake, straight back',
  'hop.handshakeDirect.sentence':
    '{to} dialled the Pod itself, so **{source}** answers under its own address: nothing needs restoring.',
  'hop.request.ingress.title': '{line} to {to}',
  'hop.request.ingress.sentence':
    'The browser keeps writing **{destinationBefore}**; conntrack on {node} sends every packet on to **{destination}**, without asking the rules again.',
  'hop.request.web.title': '{line} to {to}',
  'hop.request.web.sentence':
    '{from} writes **{destinationBefore}**; conntrack on {node} sends it to **{destination}**, without asking the rules again.',
  'hop.request.gateway.title': '{from} → {to}: {line}',
  'hop.request.gateway.sentence':
    '{from} only knows **{destinationBefore}**; conntrack on {node} sends **{line}** to the same Pod as the SYN, **{destination}**.',
  'hop.request.service.title': '{line} to {to}',
  'hop.request.service.sentence':
    '{from} only knows the VIP **{destinationBefore}**; conntrack on {node} sends **{line}** to the Pod already chosen, **{destination}**, drawing no more.',
  'hop.requestDirect.ingress.title': '{line} to {to}',
  'hop.requestDirect.ingress.sentence':
    'The request goes straight to **{destination}**: nobody on the way rewrites an address.',
  'hop.requestDirect.web.title': '{from} straight to {to}',
  'hop.requestDirect.web.sentence':
    "{from} sends **{line}** straight to the Pod **{destination}**: neither the Service's VIP nor kube-proxy's rules are on this road.",
  'hop.requestDirect.gateway.title': '{from} → {to}: {line}',
  'hop.requestDirect.gateway.sentence':
    "{from} sends **{line}** straight to **{destination}**: it dialled a Pod's own address, so nothing is rewritten.",
  'hop.requestDirect.service.title': '{line} to {to}',
  'hop.requestDirect.service.sentence':
    "{from} sends **{line}** straight to **{destination}**: it dialled a Pod's own address, so nothing is rewritten.",
  'hop.response.ingress.title': '{line} to the browser',
  'hop.response.ingress.sentence':
    '{node} restores the source to **{source}** from conntrack: the browser sees only the address it dialled.',
  'hop.response.web.title': '{line} back to {to}',
  'hop.response.web.sentence':
    '**{line}** returns to {to}; conntrack on {node} restores the source **{sourceBefore}** to **{source}**.',
  'hop.response.gateway.title': '{line} back to {to}',
  'hop.response.gateway.sentence':
    'conntrack on {node} restores the source **{sourceBefore}** to **{source}**: to {to}, the Service itself seems to have answered.',
  'hop.response.service.title': 'Way back: source is the VIP again',
  'hop.response.service.sentence':
    "conntrack on {node} restores the source **{sourceBefore}** to the VIP **{source}**: {to} never sees the Pod's IP.",
  'hop.responseDirect.ingress.title': '{line} to the browser',
  'hop.responseDirect.ingress.sentence':
    '**{line}** goes straight back from **{source}**: no address was rewritten, so none is restored.',
  'hop.responseDirect.web.title': '{line} back to {to}',
  'hop.responseDirect.web.sentence':
    '{from} answers **{line}** under its own address **{source}**: the ingress controller had dialled the Pod itself.',
  'hop.responseDirect.gateway.title': '{line} back to {to}',
  'hop.responseDirect.gateway.sentence':
    '{from} answers **{line}** under its own address **{source}**: {to} had dialled the Pod itself.',
  'hop.responseDirect.service.title': '{line} back to {to}',
  'hop.responseDirect.service.sentence':
    '{from} answers **{line}** under its own address **{source}**: {to} had dialled the Pod itself.',
  'hop.refused.noProcess.title': 'Refused: no process in the Pod',
  'hop.refused.noProcess.sentence':
    "**{sourceBefore}** is still the Pod's address, but its program has exited: the Pod's kernel answers RST, connection refused.",
  'hop.refused.starting.title': 'Refused: still starting',
  'hop.refused.starting.sentence':
    'The program in {from} is still starting and listens nowhere yet: **{sourceBefore}** answers RST, connection refused.',
  'hop.refused.draining.title': 'Refused: shutting down',
  'hop.refused.draining.sentence':
    'The program in {from} got SIGTERM and takes no new connections: **{sourceBefore}** answers RST. Whoever chose it had not heard yet.',
  'hop.refused.wrongPort.title': 'Refused: nobody on port {port}',
  'hop.refused.wrongPort.sentence':
    "{from} listens on **{listens}**, not on {port}: **{sourceBefore}** answers RST. Check the Service's targetPort.",
  'hop.refused.node.title': 'Refused: nobody on port {port} of {from}',
  'hop.refused.node.sentence':
    'No rule of {from} is about **{sourceBefore}**, and none of its own programs listens there: it answers RST. Check the nodePort.',
  'hop.reset.title': 'Connection reset by the Pod',
  'hop.reset.sentence':
    "The program in {from} ended before it answered: the Pod's kernel resets the connection with RST from **{sourceBefore}**.",
  'hop.icmp.title': 'ICMP: port unreachable',
  'hop.icmp.sentence':
    '{from} reports "port unreachable" by ICMP, so the caller hears at once that **{source}** refused it.',
  'hop.lost.stale.title': 'Lost: an address nobody has',
  'hop.lost.stale.sentence':
    "{node}'s rules still sent it to **{destination}**, but that Pod is gone and nobody has its address: silence, not refusal.",
  'hop.lost.gone.title': 'Lost: its Pod is gone',
  'hop.lost.gone.sentence':
    'conntrack on {node} holds the connection to **{destination}**, but that Pod is gone and nobody has its address: silence.',
  'hop.lost.reply.title': 'Lost: the caller is gone',
  'hop.lost.reply.sentence':
    'The {label} cannot be delivered: nobody has **{destination}** any more, since whoever asked is gone.',
  'hop.lost.stray.title': 'Lost: nobody asked this address',
  'hop.lost.stray.sentence':
    '{to} dialled **{dialled}**, but the {label} comes straight from the Pod **{source}**: it fits no connection and is thrown away.',
  'hop.lost.noOwner.title': 'Lost: nobody has the address',
  'hop.lost.noOwner.sentence':
    'Nobody has the address **{destination}**: {node} has nowhere to send the packet, and the sender hears nothing.',
  'hop.lost.outside.title': 'Lost: no way in from outside',
  'hop.lost.outside.sentence':
    'Outside the cluster no router knows a way to **{destination}**: ClusterIPs and Pod IPs exist only inside. The browser hears nothing.',
  'hop.lost.noPower.title': 'Lost: {node} has no power',
  'hop.lost.noPower.sentence':
    'The {label} for **{destination}** comes to {node}, which has no power. Nobody takes it, nobody refuses it: the sender hears nothing.',
  'hop.sentAgain.title': '{from} sends again',
  'hop.sentAgain.sentence':
    'The kept connection to **{destination}** had been closed before a byte of the answer came: {from} sends **{line}** again on another.',
  'hop.timeout.browser.title': 'The browser gives up',
  'hop.timeout.browser.sentence':
    'The browser waited {seconds} s for **{address}** and heard nothing, so it gives up.',
  'hop.timeout.lookup.title': '{from}: still no address',
  'hop.timeout.lookup.sentence':
    '{from} waited {seconds} s and still has no address for **{address}**: it gives up before it could dial anyone.',
  'hop.timeout.connect.title': '{from}: connect timed out',
  'hop.timeout.connect.sentence':
    '{from} waited {seconds} s for an answer to its SYN to **{address}**: silence, so it gives up. A refusal would have come at once.',
  'hop.timeout.response.title': '{from}: no response in time',
  'hop.timeout.response.sentence':
    '{from} had no response from **{address}** within {seconds} s and waits no longer, whatever the other side may still do.',
  'hop.ingressRule.title': 'Ingress rule → {service}',
  'hop.ingressRule.sentence':
    "{pod} matches **{host}{path}** to Ingress {ingress}, reads {service}'s EndpointSlices and dials the Pod **{address}** itself: no VIP.",
  'hop.ingressRetry.title': 'Ingress tries again',
  'hop.ingressRetry.sentence':
    '**{tried}** failed, so {pod} takes the next ready endpoint of {service} in turn and dials **{address}**.',
  'hop.noIngressRule.title': 'No Ingress rule: {status}',
  'hop.noIngressRule.sentence':
    'No Ingress rule matches **{host}{path}**, so {pod} itself answers **{status}**: no application saw the request.',
  'hop.noIngressEndpoint.title': 'No ready Pod: {status}',
  'hop.noIngressEndpoint.sentence':
    'Ingress {ingress} points to **{service}**, whose EndpointSlices list no ready Pod: {pod} itself answers **{status}**.',
  'hop.ingressAllTried.title': 'No Pod left to try: {status}',
  'hop.ingressAllTried.sentence':
    '**{service}** has no ready Pod left to try, so {pod} answers **{status}** itself.',
  'hop.ingressMapsError.connect.title': 'Ingress answers {status}',
  'hop.ingressMapsError.connect.sentence':
    '{pod} could not connect to **{address}** and may not try again, so it answers the browser **{status}** itself.',
  'hop.ingressMapsError.reset.title': 'Ingress answers {status}',
  'hop.ingressMapsError.reset.sentence':
    'The connection to **{address}** broke before an answer came, so {pod} answers the browser **{status}** itself.',
  'hop.ingressMapsError.timeout.title': 'Ingress answers {status}',
  'hop.ingressMapsError.timeout.sentence':
    '**{address}** did not answer in time, so {pod} answers the browser **{status}** itself.',
  'hop.webCalls.title': '{pod} asks {host}',
  'hop.webCalls.sentence':
    'To render **{line}**, the server-side code in {pod} calls **{url}**: by a name, not by an address.',
  'hop.webNeedsNoCall.title': '{pod} answers by itself',
  'hop.webNeedsNoCall.sentence':
    '{pod} needs nobody else for **{line}** and renders the page itself: no gateway, no further Service.',
  'hop.webMapsError.connect.title': '{pod} answers {status}',
  'hop.webMapsError.connect.sentence':
    '{pod} could not connect to {host} at **{address}**, so it has no data to show and answers **{status}**.',
  'hop.webMapsError.reset.title': '{pod} answers {status}',
  'hop.webMapsError.reset.sentence':
    'The connection to {host} at **{address}** broke before an answer came, so {pod} answers **{status}**.',
  'hop.webMapsError.dns.title': '{pod} answers {status}',
  'hop.webMapsError.dns.sentence':
    '{pod} found no address for **{host}**, so it could not call anyone, and answers **{status}**.',
  'hop.webMapsError.timeout.title': '{pod} answers {status}',
  'hop.webMapsError.timeout.sentence': '**{host}** did not answer {pod} in time, so it answers **{status}**.',
  'hop.routeMatched.title': 'Ocelot matches {upstream}',
  'hop.routeMatched.sentence':
    '{pod} matches **{line}** to the route in {file}, line {fileLine}: it will ask **{target}** for **{path}**, knowing no Pod.',
  'hop.routeDiscovers.title': 'Ocelot matches {upstream}',
  'hop.routeDiscovers.sentence':
    'Line {fileLine} of {file} fits **{line}** and gives a ServiceName, **{service}**, no host: with {provider}, {pod} looks up the Pods itself. No DNS.',
  'hop.askApi.title': '{pod} asks the API server',
  'hop.askApi.sentence':
    '{pod} reads **{path}** from the API server: who stands ready behind {service}? This needs RBAC, and no name is looked up.',
  'hop.discovered.title': '{balancer} takes {address}',
  'hop.discovered.sentence':
    'The API server lists {count} ready Pods of {service}; {balancer} in {pod} takes **{address}**: a Pod’s own address, so no VIP and no rule.',
  'hop.discoveredFromList.title': '{balancer} takes {address}',
  'hop.discoveredFromList.sentence':
    '{provider} in {pod} holds a list of {count} Pods of {service}, {milliseconds} ms old; {balancer} takes **{address}**. Nobody is asked.',
  'hop.discoveredNone.title': 'No Pod listed: 404',
  'hop.discoveredNone.sentence':
    'The list for **{service}** has no ready Pod: Ocelot’s ServicesAreEmptyError has no status of its own, so {pod} answers **404**.',
  'hop.discoveryForbidden.title': 'API server: 403',
  'hop.discoveryForbidden.sentence':
    'The ServiceAccount of {pod} may not read the Endpoints of **{service}**: no list, no target, so {pod} answers **404**.',
  'hop.circuitOpen.title': 'Circuit open: {status}',
  'hop.circuitOpen.sentence':
    'Too many calls of route {upstream} have failed: its circuit breaker is open, and {pod} answers **{status}** at once without calling.',
  'hop.rateLimited.title': 'Quota used up: {status}',
  'hop.rateLimited.sentence':
    'Route {upstream} allows {limit} requests per {period} to each client: {pod} answers **{status}**; again in {seconds} s.',
  'hop.rateLimitUnknownClient.title': 'Client unknown: {status}',
  'hop.rateLimitUnknownClient.sentence':
    'Route {upstream} has a rate limit, and the request has no **{header}** header: {pod} does not know whose quota to count and answers **{status}**.',
  'hop.noRoute.title': 'Ocelot: no route, 404',
  'hop.noRoute.sentence':
    'None of the {count} routes in {file} matches **{line}**: {pod} itself answers **404**, and no microservice hears of it.',
  'hop.noDownstream.title': 'Ocelot: no downstream host',
  'hop.noDownstream.sentence':
    'A route in {file} matches **{line}** but leads to no downstream host: {pod} itself answers **404**.',
  'hop.noConfiguration.title': 'Ocelot: no valid configuration',
  'hop.noConfiguration.sentence':
    '{pod} has no usable {file}, so it knows no route for **{line}** and answers **404** itself.',
  'hop.gatewayMapsError.connect.title': '{pod} answers {status}',
  'hop.gatewayMapsError.connect.sentence':
    '{pod} could not connect to **{address}**: Ocelot turns the refused connection into a **{status}** of its own.',
  'hop.gatewayMapsError.reset.title': '{pod} answers {status}',
  'hop.gatewayMapsError.reset.sentence':
    'The connection to **{address}** broke before an answer came: Ocelot turns that into a **{status}** of its own.',
  'hop.gatewayMapsError.dns.title': '{pod} answers {status}',
  'hop.gatewayMapsError.dns.sentence':
    '{pod} found no address for **{host}**: the Host in the route leads nowhere, and Ocelot answers **{status}** itself.',
  'hop.gatewayMapsError.timeout.title': '{pod} answers {status}',
  'hop.gatewayMapsError.timeout.sentence':
    '**{address}** did not answer in time: Ocelot turns the timeout into a **{status}** of its own.',
  'hop.work.title': '{pod} answers {status}',
  'hop.work.sentence':
    'The program in {pod} works on **{line}** for {milliseconds} ms and answers **{status}**: it knows of no VIP and no gateway route.',
};
