/**
 * Parts of problems that come as English words: hints, what is expected, what was found, and what the YAML
 * and JSON readers say. Patterns with `$1` for what they keep; what none of them knows stays as it is.
 */
const PHRASES: readonly (readonly [pattern: RegExp, chinese: string])[] = [
  // Hints.
  [/^Did you mean “(.+)”\? Or write the port’s number\.$/, '是不是“$1”？也可以直接写端口号。'],
  [/^Did you mean “(.+)”, as in (\S+) \((.+)\)\?$/, '是不是“$1”，像 $2 那样（$3）？'],
  [/^Did you mean “(.+)”\?$/, '是不是“$1”？'],
  [/^Did you mean '?([^']+)'?\?$/, '是不是 $1？'],
  [
    /^Remove it, or check its indentation: the fields here are (.+)\.$/,
    '去掉它，或者检查缩进：这里可以有的字段是 $1。',
  ],
  [/^Add an item \(a line that begins with “- ”\)\.$/, '加一项（以“- ”开头的一行）。'],
  [/^Put it in quotes: (.+)\.$/, '加上引号：$1。'],
  [/^Write it without quotes: (.+)\.$/, '去掉引号：$1。'],
  [
    /^Name the container’s port “(.+)”, or write the port’s number\.$/,
    '给容器端口起名“$1”，或者直接写端口号。',
  ],
  [
    /^Give the Pod template these labels, or correct the selector\.$/,
    '给 Pod 模板加上这些标签，或者改正 selector。',
  ],
  [
    /^(\S+) has these labels, but in namespace (\S+): a Service selects in its own namespace only\.$/,
    '$1 有这些标签，但它在命名空间 $2：Service 只在自己的命名空间里选。',
  ],
  [/^Add that Service, or correct the name\.$/, '补上这个 Service，或者改正名字。'],
  [/^Known: (.+)\.$/, '认识的有：$1。'],
  [/^Add a file (\S+) to the scenario’s folder\.$/, '在场景的文件夹里加上文件 $1。'],
  [
    /^Check the indentation: fields of one object begin in the same column\.$/,
    '检查缩进：同一个对象的字段从同一列开始。',
  ],
  [
    /^Put text that contains `: ` in quotes, or check the indentation\.$/,
    '含有“: ”的文本要加引号；或者检查缩进。',
  ],
  [/^Remove one of the two, or check the indentation\.$/, '两个去掉一个，或者检查缩进。'],
  [/^Close what was opened: .+$/, '把打开的合上：引号、括号，或者补上缺的“,”或“:”。'],
  [
    /^Check this line: the `:` may be missing, or the indentation may be wrong\.$/,
    '检查这一行：可能缺了“:”，也可能缩进不对。',
  ],
  [/^Indent with spaces: YAML does not allow tabs\.$/, '用空格缩进：YAML 不允许 Tab。'],
  [
    /^Check this line and the one before it: something may be unclosed\.$/,
    '检查这一行和上一行：可能有什么没有合上。',
  ],
  [/^Write the anchor .+$/, '先写锚点（&name），再写别名（*name）；或者给文本加引号。'],
  [
    /^Check this line and the one before it: indentation, quotes and .+$/,
    '检查这一行和上一行：缩进、引号和“: ”。',
  ],
  // What is expected.
  [/^text$/, '文本'],
  [/^a number$/, '数字'],
  [/^a whole number$/, '整数'],
  [/^a whole number or text$/, '整数或文本'],
  [/^a whole number, or a percentage such as 25%$/, '整数，或 25% 这样的百分比'],
  [/^a whole number from (\S+) to (\S+)$/, '$1 到 $2 之间的整数'],
  [/^a whole number, at least (\S+)$/, '不小于 $1 的整数'],
  [/^true or false$/, 'true 或 false'],
  [/^"true" or "false"$/, '"true" 或 "false"'],
  [/^a quantity$/, '数量（如 500m、128Mi）'],
  [/^a list$/, '列表'],
  [/^a list with at least one item$/, '至少有一项的列表'],
  [/^a list of texts$/, '文本的列表'],
  [/^a list in brackets$/, '方括号里的列表'],
  [/^an object in braces$/, '花括号里的对象'],
  [/^a group of fields$/, '一组字段'],
  [/^an IP address$/, 'IP 地址'],
  [/^an IP address, or None$/, 'IP 地址，或 None'],
  [/^a range such as (\S+)$/, '$1 这样的网段'],
  [/^a duration such as 800ms or 1\.5s$/, '时长，如 800ms、1.5s'],
  [/^one of (.+)$/, '其中之一：$1'],
  [/^a list of items such as “(.+)” with “(.+)”$/, '一个列表，每项像“$1”配“$2”'],
  [
    /^a port number, or a port name: .+$/,
    '端口号或端口名；端口名最多 15 个小写字母、数字和“-”，至少有一个字母',
  ],
  [
    /^lower-case letters, digits and “-”, at most 63 .+$/,
    '小写字母、数字和“-”，最多 63 个字符，以字母或数字开头和结尾',
  ],
  [
    /^lower-case letters, digits, “-” and “\.”, at most 253 .+$/,
    '小写字母、数字、“-”和“.”，最多 253 个字符，以字母或数字开头和结尾',
  ],
  [/^at most 63 letters, .+$/, '最多 63 个字母、数字、“-”、“_”和“.”，以字母或数字开头和结尾'],
  [/^Write for example (.+)$/, '例如写 $1'],
  [/^Write ("UpstreamHttpMethod.+)$/, '写成 $1'],
  // What was found.
  [/^the number (.+)$/, '数字 $1'],
  [/^the boolean (.+)$/, '布尔值 $1'],
  [/^the text “(.+)”$/, '文本“$1”'],
  [/^empty text$/, '空文本'],
  [/^nothing$/, '空的'],
  [/^none$/, '一个都没有'],
  [/^no ports$/, '没有端口'],
  // What the YAML reader says (eemeli/yaml, dist/compose).
  [/^All mapping items must start at the same column$/, '同一层的字段没有从同一列开始'],
  [/^All sequence items must start at the same column$/, '同一个列表的各项没有从同一列开始'],
  [/^Nested mappings are not allowed in compact mappings$/, '一行里不能嵌套两个“: ”'],
  [/^A block sequence may not be used as an implicit map key$/, '列表不能当键'],
  [/^Block collections are not allowed within flow collections$/, '括号里不能再用缩进写法'],
  [/^Block collection cannot start on same line with directives-end marker$/, '“---”后面要换行'],
  [/^Map keys must be unique$/, '同一个键写了两次'],
  [/^Implicit keys need to be on a single line$/, '键要写在一行里，后面跟“:”'],
  [/^Implicit map keys need to be followed by map values$/, '键后面缺“:”和值'],
  [/^Missing closing (.)quote$/, '缺右引号 $1'],
  [/^Tabs are not allowed as indentation$/, '缩进用了 Tab'],
  [/^Unresolved alias .*: (.+)$/, '别名没有对应的锚点：$1'],
  [/^Plain value cannot start with (.+)$/, '不加引号的值不能以 $1 开头'],
  [/^Invalid escape sequence (.+)$/, '转义写错了：$1'],
  [/^Missing , between .+ items$/, '两项之间缺“,”'],
  [/^Missing , or : between .+ items$/, '两项之间缺“,”或“:”'],
  [/^Missing space after : in .+$/, '“:”后面缺空格'],
  [/^Unexpected empty item in .+$/, '有一项是空的'],
  [
    /^Flow (?:map|sequence) in .+ must (?:end with|be sufficiently indented and end with) an? (.)$/,
    '缺右括号 $1',
  ],
  [/^Unexpected (?:flow-\w+|\w+-end|scalar|block-\S+)(?: token| at node end| in .+)?$/, '这里多出了一段'],
  [/^Unexpected (.+) in .+$/, '这里不该有 $1'],
  [/^Unresolved tag: (.+)$/, '不认识的标签 $1'],
  [/^Block scalar values in collections must be indented$/, '多行文本要缩进'],
  [/^Sequence item without - indicator$/, '这里缺“- ”，或者缩进不对'],
  [/^Tags and anchors must be separated from the next token by white space$/, '标签、锚点后面要有空格'],
  [/^Comments must be separated from other tokens by white space characters$/, '“#”前面要有空格'],
  [/^Missing directives-end(?:\/doc-start)? indicator line$/, '缺“---”这一行'],
  [/^Anchor cannot be an empty string$/, '锚点“&”后面缺名字'],
  [/^Alias cannot be an empty string$/, '别名“*”后面缺名字'],
  [/^(?:Anchor|Alias) ending in : is ambiguous$/, '锚点、别名不能以“:”结尾'],
  [/^Implicit keys of flow sequence pairs need to be on a single line$/, '键要写在一行里'],
  [/^A node can have at most one (?:anchor|tag)$/, '锚点、标签各只能有一个'],
  [/^An alias node must not specify any properties$/, '别名不能再带锚点或标签'],
  [/^Block scalar header includes extra characters: (.+)$/, '“|”或“>”后面多了 $1'],
  [/^Block scalars with more-indented leading empty lines .+$/, '多行文本开头的空行缩进过多'],
  [/^Flow end indicator should be more indented than parent$/, '右括号缩进不够'],
  [/^Multi-document .+$/, '这里只能有一个文档'],
  [/^Source contains multiple documents.+$/, '这里只能有一个文档'],
  // What the JSON reader says.
  [/^Something follows the end of the JSON value$/, 'JSON 结束之后还有内容'],
  [/^Remove it: the file holds one JSON object\.?$/, '去掉它：一个文件里只有一个 JSON 对象。'],
  [/^This comment has no end$/, '注释没有结尾'],
  [/^Close it with \*\/\.?$/, '用 */ 结束它。'],
  [/^Nested too deeply$/, '嵌套太深'],
  [/^At most (\d+) levels are allowed\.?$/, '最多 $1 层。'],
  [/^The file ends where a value should stand$/, '该有值的地方，文件却结束了'],
  [/^Is a closing bracket missing\?\.?$/, '是不是缺右括号？'],
  [/^Text stands in single quotes$/, '文本用了单引号'],
  [/^Use double quotes: "…"\.?$/, '用双引号："…"。'],
  [/^'(.+)' is no JSON$/, '“$1”不是 JSON'],
  [/^Write (true|false|null)\.?$/, '写成 $1。'],
  [/^'(.+)' is no JSON value$/, '“$1”不是 JSON 的值'],
  [
    /^Text needs double quotes; is a comma or a bracket too many\?\.?$/,
    '文本要用双引号；是不是多了逗号或括号？',
  ],
  [/^This (.) is never closed$/, '这个 $1 没有合上'],
  [/^Add the missing (.)\.?$/, '补上缺的 $1。'],
  [/^A key in double quotes should stand here$/, '这里应该是双引号里的键'],
  [/^Remove the comma\.?$/, '去掉逗号。'],
  [/^Put the key in double quotes: "Key": value\.?$/, '给键加双引号："Key": 值。'],
  [/^No colon after "(.+)"$/, '"$1" 后面缺冒号'],
  [/^Write "(.+)": value\.?$/, '写成 "$1": 值。'],
  [/^A comma or (.) is missing$/, '缺逗号或 $1'],
  [/^Add a comma after this value\.?$/, '在这个值后面加逗号。'],
  [/^This text has no end$/, '文本缺右引号'],
  [/^\\(.+) is no escape in JSON$/, '\\$1 不是 JSON 的转义'],
  [/^For a backslash write \\\\\.?$/, '反斜杠要写成 \\\\。'],
  [/^Write (.+)\.$/, '写成$1。'],
  [/^([^“]+) or ([^“]+)$/, '$1 或 $2'],
];

/** A phrase in Chinese; as it is if it is a name, a number, or a phrase that nobody has translated. */
export function phraseInChinese(phrase: string): string {
  for (const [pattern, chinese] of PHRASES) {
    const match = pattern.exec(phrase);
    if (match === null) continue;
    const inner = (at: string) => (match[Number(at)] === undefined ? '' : innerPhrase(match[Number(at)]!));
    return chinese.replace(/\$(\d)/g, (_, at: string) => inner(at));
  }
  return phrase;
}

/** “Write a number.” holds a phrase of its own. */
function innerPhrase(text: string): string {
  return /^(?:a|an|text|true|one|lower-case|at most)\b/.test(text) ? phraseInChinese(text) : text;
}
