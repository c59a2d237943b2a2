/**
 * What every cluster has and no application's manifests bring: nodes, and a cluster DNS.
 * Added only where the manifests have none of their own.
 */
import { readManifests } from '../manifest/readManifests';
import { keyOf, type ApiObject } from '../sim/cluster/objects';

const NODES = [1, 2, 3]
  .map(
    (number) => `apiVersion: v1
kind: Node
metadata:
  name: node-${number}
  labels: { kubernetes.io/hostname: node-${number}, kubernetes.io/os: linux }
spec: { podCIDR: 10.244.${number}.0/24 }
status:
  addresses: [{ type: InternalIP, address: 192.168.0.${10 + number} }]
  conditions: [{ type: Ready, status: 'True' }]
`,
  )
  .join('---\n');

/** Shortened from kubeadm v1.34: cmd/kubeadm/app/phases/addons/dns/manifests.go. */
const CLUSTER_DNS = `apiVersion: apps/v1
kind: Deployment
metadata: { name: coredns, namespace: kube-system, labels: { k8s-app: kube-dns } }
spec:
  replicas: 2
  selector: { matchLabels: { k8s-app: kube-dns } }
  template:
    metadata:
      labels: { k8s-app: kube-dns }
      annotations: { hopscope.dev/role: dns, hopscope.dev/start-up: 300ms, hopscope.dev/shutdown: 5s }
    spec:
      dnsPolicy: Default
      containers:
        - name: coredns
          image: registry.k8s.io/coredns/coredns:v1.12.1
          ports:
            - { name: dns, containerPort: 53, protocol: UDP }
            - { name: dns-tcp, containerPort: 53, protocol: TCP }
---
apiVersion: v1
kind: Service
metadata: { name: kube-dns, namespace: kube-system, labels: { k8s-app: kube-dns } }
spec:
  clusterIP: 10.96.0.10
  selector: { k8s-app: kube-dns }
  ports:
    - { name: dns, port: 53, protocol: UDP, targetPort: 53 }
    - { name: dns-tcp, port: 53, protocol: TCP, targetPort: 53 }
`;

/** The objects, with nodes and a cluster DNS before them if they bring none. */
export function withInfrastructure(objects: readonly ApiObject[]): ApiObject[] {
  const hasNode = objects.some((object) => object.kind === 'Node');
  const hasDns = objects.some(
    (object) => object.kind === 'Service' && keyOf(object.metadata) === 'kube-system/kube-dns',
  );
  return [...(hasNode ? [] : read(NODES)), ...(hasDns ? [] : read(CLUSTER_DNS)), ...objects];
}

function read(text: string): ApiObject[] {
  return readManifests([{ path: 'infrastructure.yaml', text }]).objects.map((found) => found.object);
}
