/**
 * Problems with files, in Chinese: what is wrong and how to mend it, by the code and with the parameters of
 * `manifest/problemTexts.ts`; those of an Ocelot configuration by `ocelot.json/` and Ocelot's code. Loaded
 * with the reader of files, not with the page.
 */
import { phraseInChinese } from './problemPhrases';

type Entry = readonly [message: string, mend: string];

export const PROBLEMS_IN_CHINESE: Readonly<Record<string, Entry>> = {
  'yaml/syntax': ['这不是正确的 YAML：{detail}', '{hint}'],
  'yaml/unreadable': ['这段文本读不了：{detail}', '确认它是 YAML 或 JSON 文件。'],
  'file/too-large': [
    '没有读这个文件：它有 {size} kB，所有文件一共最多 {limit} kB。',
    '去掉不属于这个系统的文件，比如 CRD 和生成的文件。',
  ],
  'file/too-many': ['没有读这个文件：最多读 {limit} 个文件。', '去掉不属于这个系统的文件。'],
  'file/too-deep': ['没有读这个文件：第 {line} 行嵌套超过 {limit} 层。', '检查这一行的括号和缩进。'],
  'file/not-text': ['没有读这个文件：它不是文本。', '请选 YAML 或 JSON 文件。'],
  'file/not-known': [
    '这个文件里没有 Kubernetes 对象，也没有 Ocelot 配置，所以没有用到它。',
    'Kubernetes 对象以 apiVersion: 和 kind: 开头；ocelot.json 里有 "Routes"。',
  ],
  'object/not-a-mapping': [
    '这里应该是一个 Kubernetes 对象，却是{found}。',
    '以 apiVersion: 和 kind: 开头；对象之间写 ---。',
  ],
  'object/missing-api-version': ['这个对象没有写 apiVersion。', '加上 apiVersion: {expected}。'],
  'object/missing-kind': ['这个对象没有写 kind。', '加一行，比如 kind: Deployment 或 kind: Service。'],
  'object/missing-name': ['这个 {kind} 没有名字。', '在 metadata: 下面加 name:。'],
  'object/unknown-kind': ['{apiVersion} 里没有“{kind}”这个 kind。', '是不是 kind: {closest}？'],
  'object/wrong-api-version': ['apiVersion {apiVersion} 里没有 {kind}。', '写 apiVersion: {expected}。'],
  'object/removed-api-version': [
    'Kubernetes {version} 起不再提供 {apiVersion} 的 {kind}；这里按 {expected} 来读。',
    '写 apiVersion: {expected}。',
  ],
  'object/duplicate': [
    '{kind} {name} 不止一个；这一个取代了 {first} 的那个。',
    '去掉其中一个，或者换一个名字、命名空间。',
  ],
  'field/unknown': ['没有“{path}”这个字段。', '{hint}'],
  'field/required': ['这里必须有字段“{path}”。', '加上 {field}:。'],
  'field/type': ['“{path}”应该是{expected}，这里却是{found}。', '{hint}'],
  'field/value': ['“{path}”不能是“{found}”，应该是：{expected}。', '{hint}'],
  'field/one-of': ['{fields} 里应该恰好有一个，这里却有：{found}。', '留下其中一个。'],
  'field/too-deep': ['嵌套太深，读不了。', '去掉包含自己的别名。'],
  'selector/not-template-labels': [
    'selector 要的是 {pair}，Pod 模板里却是 {found}：{kind} {name} 不会拥有自己的 Pod。',
    '让 spec.template.metadata.labels 和 spec.selector.matchLabels 里的标签一致。',
  ],
  'service/selects-nothing': [
    'Service {name} 一个 Pod 也选不到：命名空间 {namespace} 里没有 Pod 模板带标签 {selector}。',
    '{hint}',
  ],
  'service/target-port-name': [
    'Service {name} 转发到名为“{port}”的端口，但 {workload} 的容器没有这个名字的 {protocol} 端口。',
    '{hint}',
  ],
  'service/port-name-required': [
    'Service {name} 有好几个端口，每个都要有名字。',
    '给这个端口加 name:，比如 name: http。',
  ],
  'service/duplicate-port': ['Service {name} 有两个端口都是 {what}。', '改掉其中一个，或者去掉它。'],
  'service/duplicate-cluster-ip': [
    '地址 {ip} 已经属于 Service {other}（{first}）。',
    '换一个 clusterIP，或者不写：Kubernetes 会选。',
  ],
  'service/external-name-cycle': [
    'Service {name} 的 ExternalName 绕了一圈又回到自己：{road}。',
    '让其中一个指向圈外的主机。',
  ],
  'node/overlapping-cidr': [
    '节点 {name} 的 podCIDR {found} 与 {what} 的网段 {other} 重叠。',
    '给每个节点一个自己的网段，也不要落在 Service 的网段里，例如 10.244.1.0/24。',
  ],
  'node/address-in-range': [
    '节点 {name} 的地址 {ip} 落在 {what} 的网段 {cidr} 里。',
    '给节点一个不在 Pod 和 Service 网段里的地址。',
  ],
  'service/duplicate-node-port': [
    'nodePort {port}/{protocol} 已经属于 Service {other}（{first}）。',
    '换一个 nodePort，或者不写：Kubernetes 会选。',
  ],
  'service/cluster-ips': [
    'Service {name} 的地址对不上：clusterIP {clusterIP}，clusterIPs {found}，ipFamilies {families}。',
    '每个地址族写一个地址，顺序与 ipFamilies 相同；clusterIPs 的第一个就是 clusterIP。',
  ],
  'slice/address': [
    'EndpointSlice {name} 里的地址“{found}”不能是 {addressType} 类型的端点。',
    '写一个 Pod 的 {addressType} 地址，例如 {example}；域名要用 addressType: FQDN。',
  ],
  'slice/address-kind': [
    'EndpointSlice {name} 的类型是 {addressType}，里面的地址 {found} 会被 API server 拒绝。',
    '写一个 Pod 的 {addressType} 地址，例如 {example}。',
  ],
  'ingress/no-service': ['Ingress {name} 通向 Service {service}，这些文件里却没有它。', '{hint}'],
  'ingress/no-port': [
    'Ingress {name} 通向 Service {service} 的端口 {port}，它却没有这个端口。',
    '这个 Service 的端口：{ports}。',
  ],
  'env/no-config': [
    '{workload} 的变量 {variable} 来自 {source}，这些文件里却没有它。',
    '补上这个 {kind}；程序没有它也行的话，写 optional: true。',
  ],
  'annotation/unknown': ['没有“{name}”这个注解。', '{hint}'],
  'annotation/value': ['注解 {name} 不能是“{found}”。', '应该是：{expected}。'],
  'call/no-service': ['{workload} 要调用 {host}{port}（{evidence}），却没有这个 Service。', '{hint}'],
  'call/no-port': [
    '{workload} 要调用 Service {service} 的端口 {port}（{evidence}），它却没有这个端口。',
    '这个 Service 的端口：{ports}。',
  ],
  'ocelot/syntax': ['这份 Ocelot 配置读不了：{detail}', '{hint}'],
  'ocelot/not-in-force': [
    '这些文件里没有哪个网关用这份 Ocelot 配置。',
    '通过 ConfigMap 挂载到网关里，或者去掉这个文件。',
  ],
  'ocelot/key': ['Ocelot 配置里没有“{found}”这个键。', '是不是“{closest}”？'],
  'scenario/no-file': ['文件夹里没有文件 {path}。', '{hint}'],
  'scenario/reference': ['{what}“{found}”在这里不认识。', '{hint}'],
  'scenario/text-missing': ['文本 {language} 缺句子“{key}”。', '{hint}'],
  'scenario/text-place': ['这句话里的占位“{found}”填不了。', '{hint}'],
  'scenario/text-differs': [
    '句子“{key}”缺占位 {found}，另一种语言里有。',
    '在这里加上 {found}，或者在那边去掉。',
  ],
  'scenario/text-language': ['句子“{key}”不是这个文件的语言。', '{hint}'],
  'scenario/text-unused': ['场景里没有哪处用到句子“{key}”。', '{hint}'],
  'scenario/ocelot-differs': [
    'ConfigMap {configMap} 和 {file} 不是同一份配置。',
    '把 {file} 的内容复制到 ConfigMap 里。',
  ],

  'ocelot.json/notJson': ['这不是 JSON：{message}', '{mend}'],
  'ocelot.json/notAnObject': ['文件里应该是花括号里的一个对象', '写成 { "Routes": [ … ] }'],
  'ocelot.json/noRoutes': ['没有 Routes：网关对什么都回 404', '加上 "Routes": [ … ]'],
  'ocelot.json/methodIsText': [
    'UpstreamHttpMethod 是文本而不是列表：Ocelot 不理它，这条路由接受所有方法',
    '写成 "UpstreamHttpMethod": [ "{method}" ]',
  ],
  'ocelot.json/duplicateKey': ['“{key}”写了两次；第一次在第 {line} 行。这样 Ocelot 启动不了', '两个留一个'],
  'ocelot.json/oldKey': ['“{key}”是 {to} 的旧名字', '写成“{to}”'],
  'ocelot.json/goneKey': ['Ocelot 25 不读“{key}”，它现在叫 {to}', '写成“{to}”'],
  'ocelot.json/unknownKey': ['Ocelot 不认识 {section} 里的“{key}”，不理它', '去掉它，或者查文档'],
  'ocelot.json/misspeltKey': ['Ocelot 不认识 {section} 里的“{key}”，不理它', '是不是“{near}”？'],
  'ocelot.json/wrongType': ['{key} 应该是{wanted}', '{mend}'],
  'ocelot.json/emptyTemplate': ['{key} 没有写，或者是空的', '加上 "{key}": "/…"'],
  'ocelot.json/templateHasScheme': ['{key} {template} 带了协议', '只写路径，从第一个 / 开始'],
  'ocelot.json/doubleSlash': ['{key} {template} 里有 //', '只写一个斜杠'],
  'ocelot.json/noLeadingSlash': ['{key} {template} 没有以 / 开头', '写成 "/{template}"'],
  'ocelot.json/duplicatePlaceholder': ['{key} {template} 里有一个占位符出现了两次', '给它们起不同的名字'],
  'ocelot.json/unbalancedBraces': ['{key} {template} 的花括号不成对', '每个占位符写成 {name}'],
  'ocelot.json/templateTooLong': [
    '{key} 有 {length} 个字符：没有哪个请求行这么长，所以这条路由什么都匹配不到',
    '最多写 {most} 个字符，会变的部分各用一个占位符',
  ],
  'ocelot.json/placeholderName': [
    'Ocelot 会拿 {{name}} 当 .NET 正则的组名，而 .NET 不接受：落到这条路由的请求都会是 500',
    '只用字母、数字和 _，以字母开头，比如 {userId}',
  ],
  'ocelot.json/headerPlaceholderName': [
    'Ocelot 会拿 {header:{name}} 当 .NET 正则的组名，而 .NET 不接受：这样 Ocelot 启动不了',
    '只用字母、数字和 _，以字母开头，比如 {header:tenant}',
  ],
  'ocelot.json/notAnInteger': ['{key} {value} 不是 32 位整数。这样 Ocelot 启动不了', '写整数："{key}": 1'],
  'ocelot.json/limitNotPositive': [
    'RateLimitOptions 的 Limit {limit} 不是正数。这样 Ocelot 启动不了',
    '写一个客户端在一个 Period 里可以发多少请求，或者 "EnableRateLimiting": false',
  ],
  'ocelot.json/noPeriod': [
    '路由自己的 RateLimitOptions 必须有 Period。没有它 Ocelot 启动不了',
    '比如写 "Period": "1s"',
  ],
  'ocelot.json/badPeriod': [
    'Period {period} 不是数字加 ms、s、m、h 或 d。这样 Ocelot 启动不了',
    '比如写 "Period": "1s"',
  ],
  'ocelot.json/notSimulated': [
    '这里不模拟 {key}：请求照常通过，就像没有写它一样',
    '不用改：请求往哪里去与它无关',
  ],
  'ocelot.json/duplicateAggregate': [
    '聚合 {template} 和第 {line} 行的重复。这样 Ocelot 启动不了',
    '让它们的主机或模板不同，或者去掉一个',
  ],
  'ocelot.json/noPollingInterval': [
    'PollKube 要有 PollingInterval：没有的话 .NET 不接受它的定时器，请求都会是 404',
    '在 ServiceDiscoveryProvider 里加上 "PollingInterval": 5000（毫秒）',
  ],
  'ocelot.json/dangerousPattern': [
    '{template} 变成的正则表达式可能永远匹配不完：这条路由在这里什么都不匹配。',
    '只用字母、数字、- _ . / 和 {占位符}，一段里最多三个。',
  ],
  'ocelot.json/badTimespan': [
    '{key} 写成了 {text}，这不是一段时间。',
    '写数字加 ms、s、m、h 或 d，例如 "1s"。',
  ],
  'ocelot.json/invalidPattern': [
    'UpstreamPathTemplate {template} 组不成匹配规则',
    '只用字母、数字、- _ . / 和占位符',
  ],
  'ocelot.json/noDiscovery': [
    'ServiceName {serviceName} 需要服务发现，GlobalConfiguration 却没有写用哪种',
    '在 GlobalConfiguration 里加 "ServiceDiscoveryProvider": { "Type": "Kube", "Namespace": "…" }',
  ],
  'ocelot.json/noTarget': [
    '这条路由既没有 DownstreamHostAndPorts，也没有 ServiceName：Ocelot 找不到你的服务',
    '加上 "DownstreamHostAndPorts": [ { "Host": "orders", "Port": 80 } ]',
  ],
  'ocelot.json/emptyHost': ['Host 没有写，或者是空的', '写 Service 的名字："Host": "orders"'],
  'ocelot.json/portOutOfRange': ['{port} 不是端口号', '用 1 到 65535 的整数'],
  'ocelot.json/noPort': ['{host} 没有写 Port：Ocelot 沿用别人找网关时用的端口', '加上 "Port": 80'],
  'ocelot.json/unknownBalancer': ['Ocelot 没有“{type}”这种负载均衡：这条路由的每个请求都会是 500', '{mend}'],
  'ocelot.json/unknownMethod': ['UpstreamHttpMethod 里的“{method}”不是常见的 HTTP 方法', '{mend}'],
  'ocelot.json/catchAllPriority': [
    '{template} 的 Priority {priority} 不起作用：Ocelot 把它当 0',
    '去掉 Priority：什么都匹配的路由总排在最后',
  ],
  'ocelot.json/unboundPlaceholder': [
    'DownstreamPathTemplate 里的 {placeholder} 不在 UpstreamPathTemplate 里：它会原样发出去',
    '在 UpstreamPathTemplate 里加上 {placeholder}，或者写成和那里一样（区分大小写）',
  ],
  'ocelot.json/duplicateRoute': [
    '路由 {template} 和第 {line} 行的重复。这样 Ocelot 启动不了',
    '让它们的方法、主机或模板不同，或者去掉一条',
  ],
  'ocelot.json/aggregateWithoutRoute': ['这个聚合提到的路由不存在：{keys}', '给路由加上这些 "Key"'],
  'ocelot.json/unknownProvider': [
    'Ocelot 没有“{type}”这种服务发现：用 ServiceName 的请求都会是 404',
    '{mend}',
  ],
};

/** A problem with its English words, as any reader tells it. */
export interface ToldProblem {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly message: string;
  readonly mend: string;
}

/** The problem in Chinese; in English words if it has a code that nobody has translated. */
export function problemInChinese({ code, params, message, mend }: ToldProblem): {
  message: string;
  mend: string;
} {
  const entry = PROBLEMS_IN_CHINESE[code];
  if (entry === undefined) return { message, mend };
  const all = { message, mend, ...params };
  return { message: fill(entry[0], all, code), mend: fill(entry[1], all, code) };
}

/** Parameters that hold English words; all others are names and values out of the files. */
const PHRASES: ReadonlySet<string> = new Set([
  'hint',
  'detail',
  'expected',
  'wanted',
  'ports',
  'message',
  'mend',
]);
/** Where `found` says what kind of thing was found, and not the thing itself. */
const FOUND_IN_WORDS: ReadonlySet<string> = new Set(['field/type', 'field/one-of', 'object/not-a-mapping']);

function fill(text: string, params: Readonly<Record<string, string | number>>, code: string): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined) return place;
    const isPhrase = PHRASES.has(name) || (name === 'found' && FOUND_IN_WORDS.has(code));
    return isPhrase ? phraseInChinese(String(value)) : String(value);
  });
}
