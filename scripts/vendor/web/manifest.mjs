// The subset of TOML that manifest.toml uses: comment lines, [[table]] headers, key = "string".
export function read(text) {
  const manifest = { head: text.split('\n').filter((line) => line.startsWith('#')).join('\n'), tool: [], package: [], file: [] }
  let entry
  for (const line of text.split('\n')) {
    const table = line.match(/^\[\[(\w+)\]\]$/)
    const pair = line.match(/^(\w+) = "(.*)"$/)
    if (table) manifest[table[1]].push((entry = {}))
    else if (pair) entry[pair[1]] = pair[2]
    else if (line.trim() && !line.startsWith('#')) throw new Error(`manifest.toml: cannot read ${line}`)
  }
  return manifest
}

export function write({ head, ...tables }) {
  const table = ([name, entries]) => entries.map((entry) => `[[${name}]]\n${Object.entries(entry).map(([key, value]) => `${key} = "${value}"`).join('\n')}\n`)
  return `${head}\n\n${Object.entries(tables).flatMap(table).join('\n')}`
}
