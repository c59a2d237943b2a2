/**
 * An ingress controller for files that bring an Ingress and none that serves it.
 * Shortened from https://kubernetes.github.io/ingress-nginx/deploy/.
 */
import { readManifests } from '../../manifest/readManifests';
import type { ApiObject, IngressBackend } from '../../sim/cluster/objects';

/** Where the added controller can be reached: TEST-NET-3, which is for documentation (RFC 5737). */
export const CONTROLLER_ADDRESS = '203.0.113.10';

const CONTROLLER = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ingress-nginx-controller
  namespace: ingress-nginx
  labels: { app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: controller }
spec:
  replicas: 1
  selector:
    matchLabels: { app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: controller }
  template:
    metadata:
      labels: { app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: controller }
      annotations:
        hopscope.dev/role: ingress-controller
        hopscope.dev/start-up: 500ms
        hopscope.dev/response-time: 1ms
        hopscope.dev/connect-timeout: 5s
        hopscope.dev/request-timeout: 60s
        hopscope.dev/shutdown: 1s
    spec:
      containers:
        - name: controller
          image: registry.k8s.io/ingress-nginx/controller:v1.13.3
          ports:
            - { name: http, containerPort: 80 }
            - { name: https, containerPort: 443 }
---
apiVersion: v1
kind: Service
metadata:
  name: ingress-nginx-controller
  namespace: ingress-nginx
  annotations: { metallb.io/loadBalancerIPs: ${CONTROLLER_ADDRESS} }
spec:
  type: LoadBalancer
  selector: { app.kubernetes.io/name: ingress-nginx, app.kubernetes.io/component: controller }
  ports:
    - { name: http, port: 80, targetPort: http }
    - { name: https, port: 443, targetPort: https }
`;

/** A Deployment and its LoadBalancer Service, in a namespace of its own. */
export function ingressController(): ApiObject[] {
  return readManifests([{ path: 'ingress-nginx.yaml', text: CONTROLLER }]).objects.map(
    ({ object }) => object,
  );
}

/** An Ingress that leads a host to one Service: for files in which nothing can be reached from outside. */
export function ingressTo(
  host: string,
  namespace: string,
  { serviceName, port }: IngressBackend,
): ApiObject[] {
  const portField = typeof port === 'number' ? `number: ${port}` : `name: ${JSON.stringify(port)}`;
  const text = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: way-in, namespace: ${JSON.stringify(namespace)} }
spec:
  rules:
    - host: ${host}
      http:
        paths:
          - path: /
            pathType: Prefix
            backend: { service: { name: ${JSON.stringify(serviceName)}, port: { ${portField} } } }
`;
  return readManifests([{ path: 'way-in.yaml', text }]).objects.map(({ object }) => object);
}
