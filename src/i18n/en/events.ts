/** Sentences for what happens in the cluster. */
export const events: Readonly<Record<string, string>> = {
  'event.podDeleted':
    'You asked for **…{pod}** to be deleted. It is marked, nothing more: from here on everybody who watches reacts in parallel.',
  'event.podChosen': 'The ReplicaSet gives up **…{pod}**: there are more Pods than wanted.',
  'event.podScheduled': 'The scheduler puts the new Pod **…{pod}** on **{node}**.',
  'event.podGotAddress': "**…{pod}** gets an address of {node}'s Pod CIDR: **{ip}**. A new Pod, a new IP.",
  'event.podListens':
    'The program in **…{pod}** has opened its port. Kubernetes does not know yet: the readiness probe decides.',
  'event.podReady': 'The readiness probe has passed: **…{pod}** is Ready and will become an endpoint.',
  'event.podUnready':
    '**…{pod}** is no longer Ready. It is not restarted for that, it only stops being an endpoint.',
  'event.podSigterm':
    'The kubelet sends SIGTERM to **…{pod}**: from now on **{ip}** refuses new connections, whatever the rules say.',
  'event.podCrashed':
    'The process in **…{pod}** has crashed. The Pod stays, with its name and its IP **{ip}**; the kubelet will start the container again.',
  'event.podExited': 'The process in **…{pod}** has ended. Nobody answers at **{ip}** any more.',
  'event.podBackedOff': '**…{pod}** waits {seconds} s before the next start: CrashLoopBackOff.',
  'event.podRemoved': "**…{pod}** is gone, and its address **{ip}** is nobody's.",
  'event.podCreated': 'The ReplicaSet misses a Pod and creates **…{pod}**: a new name, soon a new IP.',
  'event.nodeLostPower':
    '**{node}** has no power. Everything on it stops in the middle of a word, and nobody is told: the API server still calls it Ready.',
  'event.nodeGotPower':
    '**{node}** has power again and boots. Until its kernel is up, packets to it meet nobody.',
  'event.nodeBooted':
    '**{node}** has booted: no rules, no conntrack. Its kubelet gives each of its Pods a new sandbox, and so a new address.',
  'event.nodeUnreachable':
    'Nothing has been heard of **{node}** for {seconds} s: Ready becomes Unknown, and its Pods are marked not ready at once. They are not deleted.',
  'event.nodeReady': 'The kubelet on **{node}** posts its status again: Ready.',
  'event.nodeTainted':
    '**{node}** gets the taint **{taint}**. Its Pods tolerate that for 300 s, unless they say otherwise.',
  'event.podEvicted':
    '**…{pod}** has tolerated the taint of {node} long enough and is deleted. With no kubelet to confirm it, it stays Terminating.',
  'event.scaled':
    '**{workload}** is to have {to} Pods instead of {from}. The gateway is not told, and need not be.',
  'event.sliceTerminating':
    'EndpointSlice of **{service}**, rv {version}: **{ips}** is terminating, and no longer ready for new connections.',
  'event.sliceReady': 'EndpointSlice of **{service}**, rv {version}: **{ips}** is ready.',
  'event.sliceRemoved': 'EndpointSlice of **{service}**, rv {version}: **{ips}** has left the list.',
  'event.sliceAdded': 'EndpointSlice of **{service}**, rv {version}: **{ips}** is listed, but not ready yet.',
  'event.syncedBoth': 'kube-proxy on **{node}** rewrites the rules: + {added}, − {removed}.',
  'event.syncedAdded': 'kube-proxy on **{node}** writes **{added}** into the rules.',
  'event.syncedRemoved': 'kube-proxy on **{node}** takes **{removed}** out of the rules.',
};
