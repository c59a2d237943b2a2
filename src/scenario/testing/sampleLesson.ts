/** A small lesson that uses every key of the format: what tests spoil, one key after the other. */
import type { SourceFile } from '../../manifest/source';

export const SAMPLE_SCENARIO = `formatVersion: 1
id: sample
kubernetes: v1.34
seed: sample
proxyMode: iptables
proxyModes: [iptables]
lens: layers
minutes: 5
docs:
  url: https://kubernetes.io/docs/concepts/services-networking/service/
  version: v1.34
manifests:
  - manifests/web.yaml
ocelot:
  - file: ocelot.json
    gateway: Deployment/default/gateway
clients:
  - id: learner
    name: browser
    ip: 198.51.100.7
    urls:
      - http://web.example/
publicDns:
  web.example: 203.0.113.10
kubeProxy:
  minSyncPeriodMillis: 1000
  watchDelayMillis:
    node-1: 20
timeScale:
  packet: 1500
  cluster: 1
steps:
  - id: first
    lens: machines
    show: Service/default/web
    open: rules
    set:
      - newConnections: false
      - watchDelay:
          node: node-2
          millis: 500
    belief:
      id: turns
      about: Service/default/web
      options:
        - id: by-turns
          model: roundRobin
        - id: by-chance
          model: truth
    prediction:
      id: who
      kind: choice
      options:
        - id: some
          when:
            served:
              by: Deployment/default/web
              requests: 2
              pattern: any
        - id: none
          when:
            not:
              served:
                by: Deployment/default/web
                requests: 1
    run:
      - traffic:
          client: learner
          url: http://web.example/
          perSecond: 2
      - wait: 1s
    solution:
      - send:
          client: learner
          url: http://web.example/
          times: 2
          everyMillis: 100
      - look: rules/node-1
      - kubectl: kubectl delete pod {name:Deployment/default/web#0}
    goal:
      inOrder:
        - looked: rules/node-1
        - all:
            - request:
                client: learner
                url: http://web.example/
                status: 200
                times: 2
            - any:
                - fact: hop
                  where:
                    kind: rewrite
                - object: Deployment/default/web
                  has:
                    status.readyReplicas: 1
    check:
      id: where
      kind: place
      options:
        - id: here
          place: rules/node-1
          when:
            looked: rules/node-1
        - id: there
          place: field/destination
          when:
            request:
              outcome: dnsFailure
  - id: second
    prediction:
      id: shares
      kind: count
      of: 6
      among: Deployment/default/web
      inAnyOrder: true
    run:
      - deletePod:
          owner: Deployment/default/web
          ordinal: 0
      - crashPod:
          owner: Deployment/default/web
          ordinal: 1
`;

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: gateway }
spec:
  selector: { matchLabels: { app: gateway } }
  template:
    metadata: { labels: { app: gateway } }
    spec: { containers: [{ name: gateway, image: gateway }] }
`;

export const SAMPLE_ENGLISH = `title: A title of some words
summary: What this lesson is about.
recap: What was learnt here.
simplified: What was left out here.
docs: Service
clients:
  learner:
    name: You
layers:
  '0': Outside the cluster
  '1': Your applications
  '1.5': In between
  '2': Your services
workloads:
  web: Web server
steps:
  first:
    title: The first step
    body: The address is {vip:Service/default/web}.
    task: Send two requests.
    hints:
      1: Look around first.
      2: Press the button.
    done: This was the first step.
    goals:
      1: Look at the rules.
      2: Two answers.
  second:
    title: The second step
    body: Now watch the Pod {short:Deployment/default/web#1}.
    done: It is gone.
beliefs:
  turns:
    question: How are they chosen?
    options:
      by-turns: One after the other.
      by-chance: By chance.
    because: Each new connection draws a number.
predictions:
  who:
    question: Who answers?
    options:
      some: Some Pod does.
      none: Nobody does.
    because: There were {requests:ok} answers.
    wrong:
      none: There were {requests:ok} answers, as you see.
  shares:
    question: How many does each Pod get?
    because: It is decided by chance.
checks:
  where:
    question: Where was it decided?
    options:
      here: In these rules.
      there: In this field.
    because: The rules of that node decided.
    wrong:
      there: That is only what was written.
`;

const SAMPLE_CHINESE = `title: 一个标题
summary: 这节课讲什么。
recap: 学到了什么。
simplified: 省略了什么。
docs: 服务（Service）
clients:
  learner:
    name: 您
layers:
  '0': 集群之外
  '1': 您的应用
  '1.5': 中间这一层
  '2': 您的服务
workloads:
  web: 网页服务器
steps:
  first:
    title: 第一步
    body: 地址是 {vip:Service/default/web}。
    task: 发两个请求。
    hints:
      1: 先看看四周。
      2: 按下按钮。
    done: 这是第一步。
    goals:
      1: 看一看规则。
      2: 得到两个回答。
  second:
    title: 第二步
    body: 现在看这个 Pod：{short:Deployment/default/web#1}。
    done: 它不在了。
beliefs:
  turns:
    question: 它们是怎样选出来的？
    options:
      by-turns: 一个接一个。
      by-chance: 随机。
    because: 每个新连接抽一个数。
predictions:
  who:
    question: 谁来回答？
    options:
      some: 某个 Pod。
      none: 没有谁。
    because: 有 {requests:ok} 个回答。
    wrong:
      none: 您看，有 {requests:ok} 个回答。
  shares:
    question: 每个 Pod 分到几个？
    because: 由运气决定。
checks:
  where:
    question: 在哪里决定的？
    options:
      here: 在这些规则里。
      there: 在这个字段里。
    because: 是那个节点的规则决定的。
    wrong:
      there: 那只是写在上面的。
`;

/** Its folder. */
export const SAMPLE_LESSON: readonly SourceFile[] = [
  { path: 'scenario.yaml', text: SAMPLE_SCENARIO },
  { path: 'text.en.yaml', text: SAMPLE_ENGLISH },
  { path: 'text.zh-CN.yaml', text: SAMPLE_CHINESE },
  { path: 'manifests/web.yaml', text: MANIFEST },
  { path: 'ocelot.json', text: '{ "Routes": [] }\n' },
];

/** The sample with another text in one of its files. Throws if `from` is not in there. */
export function sampleWith(path: string, from: string, to: string): SourceFile[] {
  const file = SAMPLE_LESSON.find((one) => one.path === path);
  if (file?.text.includes(from) !== true) throw new Error(`${path} does not hold ${from}`);
  return SAMPLE_LESSON.map((one) => (one === file ? { path, text: one.text.replace(from, () => to) } : one));
}
