// One SVG sprite of the icons listed in assets/icons.txt (one name per line, # comments), outline style, stroke 1.75.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export function sprite(work, list) {
  const names = list.split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean).sort()
  const symbols = names.map((name) => {
    const path = join(work, 'node_modules/@tabler/icons/icons/outline', `${name}.svg`)
    if (!existsSync(path)) throw new Error(`icons.txt: there is no icon ${name}`)
    const inner = readFileSync(path, 'utf8').replace(/<!--[\s\S]*?-->/g, '').match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1]
    const paths = inner.replace(/\s+/g, ' ').replace(/> </g, '><').replace(/ \/>/g, '/>').trim()
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${paths}</symbol>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`
}
