/** Three good manifests, and for each way to be wrong an edit that spoils one of them. */

const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: user-api-service
spec:
  selector:
    app: user-api
  ports:
    - port: 80
      targetPort: http
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: user-api
spec:
  replicas: 3
  selector:
    matchLabels:
      app: user-api
  template:
    metadata:
      labels:
        app: user-api
    spec:
      containers:
        - name: user-api
          image: nginx
          ports:
            - name: http
              containerPort: 8080
`;
const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
spec:
  rules:
    - http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: user-api-service
                port:
                  number: 80
`;

/** Three good files: a row spoils one of them. */
export const GOOD: Readonly<Record<string, string>> = {
  'service.yaml': SERVICE,
  'deployment.yaml': DEPLOYMENT,
  'ingress.yaml': INGRESS,
};

export interface Row {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly code: string;
  readonly at: string;
  readonly mend: RegExp;
}

function row(
  what: string,
  file: string,
  from: string,
  to: string,
  code: string,
  at: string,
  mend: RegExp,
): Row {
  return { what, file: `${file}.yaml`, from, to, code, at, mend };
}

export const ROWS: readonly Row[] = [
  row('an unclosed quote', 'service', 'app: user-api', 'app: "user-api', 'yaml/syntax', '11:1', /quote/),
  row('a tab', 'service', '  selector:', '\tselector:', 'yaml/syntax', '6:1', /spaces/),
  row(
    'a key twice',
    'service',
    '  selector:',
    '  ports: []\n  selector:',
    'yaml/syntax',
    '9:3',
    /Remove one/,
  ),
  row(
    'a text instead of an object',
    'service',
    SERVICE,
    'hello\n',
    'object/not-a-mapping',
    '1:1',
    /apiVersion/,
  ),
  row('no kind', 'service', 'kind: Service\n', '', 'object/missing-kind', '1:1', /kind: Deployment/),
  row(
    'no apiVersion',
    'service',
    'apiVersion: v1\n',
    '',
    'object/missing-api-version',
    '1:1',
    /apiVersion: v1/,
  ),
  row(
    'a misspelt kind',
    'service',
    'kind: Service',
    'kind: Servise',
    'object/unknown-kind',
    '2:7',
    /kind: Service/,
  ),
  row('a wrong apiVersion', 'deployment', 'apps/v1', 'v1', 'object/wrong-api-version', '1:13', /apps\/v1/),
  row(
    'an old apiVersion',
    'deployment',
    'apps/v1',
    'extensions/v1beta1',
    'object/removed-api-version',
    '1:13',
    /apps\/v1/,
  ),
  row(
    'no name',
    'service',
    '  name: user-api-service',
    '  labels: {}',
    'object/missing-name',
    '3:1',
    /name:/,
  ),
  row(
    'a bad name',
    'service',
    'name: user-api-service',
    'name: User_API',
    'field/value',
    '4:9',
    /lower-case/,
  ),
  row('a misspelt field', 'service', 'targetPort', 'tragetPort', 'field/unknown', '10:7', /“targetPort”/),
  row('a misspelt field', 'deployment', 'replicas', 'replica', 'field/unknown', '6:3', /“replicas”/),
  row(
    'a field one level too high',
    'deployment',
    '  template:\n',
    '  containers: []\n  template:\n',
    'field/unknown',
    '10:3',
    /template/,
  ),
  row(
    'text for a number',
    'deployment',
    'replicas: 3',
    'replicas: three',
    'field/type',
    '6:13',
    /whole number/,
  ),
  row(
    'a quoted number',
    'deployment',
    'replicas: 3',
    'replicas: "3"',
    'field/type',
    '6:13',
    /without quotes: 3/,
  ),
  row('a number for text', 'deployment', 'image: nginx', 'image: 5', 'field/type', '17:18', /quotes: "5"/),
  row(
    'a boolean by accident',
    'deployment',
    '        app: user-api\n    spec',
    '        app: yes\n    spec',
    'field/type',
    '13:14',
    /quotes: "yes"/,
  ),
  row(
    'a mapping for a list',
    'service',
    '    - port: 80\n      targetPort: http',
    '    port: 80',
    'field/type',
    '9:5',
    /- /,
  ),
  row('a port out of range', 'service', 'port: 80', 'port: 70000', 'field/value', '9:13', /65535/),
  row('a misspelt word', 'service', 'spec:', 'spec:\n  type: Clusterip', 'field/value', '6:9', /ClusterIP/),
  row(
    'an impossible address',
    'service',
    'spec:',
    'spec:\n  clusterIP: 10.96.0.300',
    'field/value',
    '6:14',
    /IP address/,
  ),
  row(
    'no containers',
    'deployment',
    /      containers:[\s\S]*/.exec(DEPLOYMENT)![0],
    '      volumes: []\n',
    'field/required',
    '15:7',
    /containers:/,
  ),
  row(
    'no selector',
    'deployment',
    '  selector:\n    matchLabels:\n      app: user-api\n',
    '',
    'field/required',
    '6:3',
    /selector:/,
  ),
  row(
    'a selector that does not match its template',
    'deployment',
    '      app: user-api\n  template',
    '      app: users\n  template',
    'selector/not-template-labels',
    '9:7',
    /labels/,
  ),
  row(
    'a selector that selects nothing',
    'service',
    'app: user-api',
    'app: user',
    'service/selects-nothing',
    '7:5',
    /“app: user-api”.*deployment\.yaml:13/,
  ),
  row(
    'a selector with another key',
    'service',
    'app: user-api',
    'name: user-api',
    'service/selects-nothing',
    '7:5',
    /“app: user-api”/,
  ),
  row(
    'a selector in another namespace',
    'service',
    '  name: user-api-service',
    '  name: user-api-service\n  namespace: shop',
    'service/selects-nothing',
    '8:5',
    /own namespace/,
  ),
  row(
    'a targetPort name that no container has',
    'service',
    'targetPort: http',
    'targetPort: htpp',
    'service/target-port-name',
    '10:7',
    /“http”/,
  ),
  row(
    'two ports without names',
    'service',
    '    - port: 80',
    '    - port: 81\n    - port: 80',
    'service/port-name-required',
    '9:7',
    /name: http/,
  ),
  row(
    'one port twice',
    'service',
    '    - port: 80',
    '    - {name: a, port: 80}\n    - name: b\n      port: 80',
    'service/duplicate-port',
    '11:7',
    /Change one/,
  ),
  row(
    'an Ingress to no Service',
    'ingress',
    'name: user-api-service',
    'name: user-api-servce',
    'ingress/no-service',
    '13:17',
    /“user-api-service”/,
  ),
  row('an Ingress to no port', 'ingress', 'number: 80', 'number: 8080', 'ingress/no-port', '14:17', /80/),
  row(
    'an old Ingress field',
    'ingress',
    '              service:\n                name: user-api-service\n                port:\n                  number: 80\n',
    '              serviceName: user-api-service\n',
    'field/unknown',
    '12:15',
    /service/,
  ),
  row(
    'a ConfigMap that is not there',
    'deployment',
    '          ports:',
    '          envFrom:\n            - configMapRef: {name: urls}\n          ports:',
    'env/no-config',
    '19:15',
    /optional: true/,
  ),
  row(
    'a second object of one name',
    'service',
    SERVICE,
    `${SERVICE}---\n${SERVICE}`,
    'object/duplicate',
    '15:3',
    /another name/,
  ),
  row(
    'an address of another Service',
    'service',
    SERVICE,
    `${SERVICE.replace('spec:', 'spec:\n  clusterIP: 10.96.0.7')}---\n${SERVICE.replace('user-api-service', 'b').replace('spec:', 'spec:\n  clusterIP: 10.96.0.7')}`,
    'service/duplicate-cluster-ip',
    '18:3',
    /leave it out/,
  ),
  row(
    'a nodePort of another Service',
    'service',
    SERVICE,
    `${SERVICE.replace('http', 'http\n      nodePort: 30080')}---\n${SERVICE.replace('user-api-service', 'b').replace('http', 'http\n      nodePort: 30080')}`,
    'service/duplicate-node-port',
    '23:7',
    /leave it out/,
  ),
];
