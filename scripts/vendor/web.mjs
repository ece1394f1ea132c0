// Makes crates/edge-web/assets/vendor/ and the icon sprite from the npm packages that manifest.toml there pins, after
// checking each package's checksum; then checks the checksum of what was made. Run through scripts/vendor/fetch.
//   node scripts/vendor/web.mjs             fetch, verify, write; prints new checksums when the recipe changed
//   node scripts/vendor/web.mjs --check     fetch, verify, compare; exit 1 on a difference
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundles } from './web/bundles.mjs'
import { sprite } from './web/sprite.mjs'
import { read, write } from './web/manifest.mjs'

const assets = join(dirname(fileURLToPath(import.meta.url)), '../../crates/edge-web/assets')
const manifestPath = join(assets, 'vendor/manifest.toml')
const manifest = read(readFileSync(manifestPath, 'utf8'))
const check = process.argv.includes('--check')
const work = mkdtempSync(join(tmpdir(), 'vendor-'))
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** Fetches one package through the npm client, verifies it, and unpacks it where bundlers look for it. */
function fetchPackage(entry) {
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', `${entry.name}@${entry.version}`, '--json'], { cwd: work, stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 }))
  const found = sha256(readFileSync(join(work, filename)))
  if (entry.sha256 && found !== entry.sha256) throw new Error(`${entry.name}@${entry.version}: sha256 is ${found}, the manifest says ${entry.sha256}`)
  entry.sha256 = found
  const folder = join(work, 'node_modules', entry.name)
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['xzf', join(work, filename), '-C', folder, '--strip-components=1'])
}

function licences() {
  const line = '='.repeat(80)
  return manifest.package.map(({ name, version, licence }) => {
    const file = ['LICENSE', 'LICENCE', 'LICENSE.md', 'LICENSE.txt'].map((f) => join(work, 'node_modules', name, f)).find(existsSync)
    return `${line}\n${name} ${version}: ${licence}\n${line}\n\n${file ? readFileSync(file, 'utf8').trim() : 'The package names this licence and encloses no text of it.'}\n`
  }).join('\n').replaceAll('\r', '')
}

try {
  manifest.package.forEach(fetchPackage)
  // The bundler is a tool: its own files do not enter the product, what it makes is checked below.
  execFileSync('npm', ['install', '--prefix', join(work, 'tool'), '--ignore-scripts', '--no-audit', '--no-fund', `esbuild@${manifest.tool[0].version}`], { stdio: 'ignore' })
  const made = { ...(await bundles(work)), 'icons.svg': sprite(work, readFileSync(join(assets, 'icons.txt'), 'utf8')), 'licences.txt': licences() }
  let different = 0
  for (const entry of manifest.file) {
    const bytes = Buffer.from(made[entry.path])
    const found = sha256(bytes)
    const path = join(assets, 'vendor', entry.path)
    const same = entry.sha256 === found && existsSync(path) && sha256(readFileSync(path)) === found
    if (!same) different += 1
    console.log(`${same ? 'same     ' : 'DIFFERENT'} ${entry.path} (${bytes.length} bytes)`)
    if (!check) {
      entry.sha256 = found
      writeFileSync(path, bytes)
    }
  }
  if (!check) writeFileSync(manifestPath, write(manifest))
  if (check && different) process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
