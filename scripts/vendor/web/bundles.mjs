// What is made of the packages: copies where the package has a fit file, small bundles where it has not.
// Patched on the way: assignments to innerHTML, which the content security policy (Trusted Types) refuses.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

export async function bundles(work) {
  const { build } = createRequire(join(work, 'tool/'))('esbuild')
  const file = (path) => readFileSync(join(work, 'node_modules', path))
  const bundle = async (source, patches = []) => {
    const result = await build({
      stdin: { contents: source, resolveDir: work },
      bundle: true, minify: true, write: false, format: 'esm', target: 'es2022', legalComments: 'none', charset: 'utf8', logLevel: 'error',
      plugins: [{ name: 'patch', setup: (b) => patches.forEach((patch) => b.onLoad({ filter: patch.file }, ({ path }) => ({ contents: patched(path, patch), loader: 'js' }))) }],
    })
    return result.outputFiles[0].contents
  }
  return {
    'htmx.js': file('htmx.org/dist/htmx.min.js').toString().replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
    'hx-preload.js': file('htmx.org/dist/ext/hx-preload.min.js').toString().replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
    'sortable.js': await bundle(`import Sortable, { AutoScroll } from 'sortablejs/modular/sortable.core.esm.js'; Sortable.mount(new AutoScroll()); export default Sortable`),
    'tom-select.js': await bundle(`export { default } from 'tom-select/dist/esm/tom-select.js'`, [
      { file: /tom-select\/dist\/esm\/vanilla\.js$/, changes: [['tpl.innerHTML = query.trim();', 'tpl.innerHTML = skeleton(query.trim());']], add: SKELETON },
      { file: /tom-select\/dist\/esm\/tom-select\.js$/, changes: [["dropdown_content.innerHTML = '';", 'dropdown_content.replaceChildren();'], ['self.input.innerHTML = revertSettings.innerHTML;', '']] },
    ]),
    'cally.js': await bundle(`import 'cally'`),
    'echarts.js': await bundle(ECHARTS, [
      { file: /zrender\/lib\/svg\/Painter\.js$/, changes: [["this.root.innerHTML = '';", 'this.root.replaceChildren();'], ['this._svgDom.innerHTML = null;', 'this._svgDom.replaceChildren();']] },
      { file: /echarts\/lib\/core\/echarts\.js$/, changes: [[/(\w[\w.]*)\.innerHTML = '';/g, '$1.replaceChildren();']], optional: true },
    ]),
    'inter-latin.woff2': file('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'),
  }
}

function patched(path, { changes, add = '', optional }) {
  let text = readFileSync(path, 'utf8')
  for (const [from, to] of changes) {
    const next = text.replaceAll(from, to)
    if (next === text && !optional) throw new Error(`${path}: nothing to patch for ${from}`)
    text = next
  }
  return add + text
}

// tom-select builds its frame from constant strings; labels are made of nodes by combo.js. So its policy lets through one
// element without content, and an option whose texts are escaped, and refuses everything else.
const SKELETON = `
const policy = globalThis.trustedTypes?.createPolicy('combo', { createHTML: (html) => {
  if (!/^<(div|input|span|a|select)\\b[^<>]*>(<\\/(div|span|a|select)>)?$/.test(html) && !/^<option value="[^"<>]*">[^<>]*<\\/option>$/.test(html)) throw new TypeError('not a skeleton: ' + html)
  return html
} })
const skeleton = (html) => policy ? policy.createHTML(html) : html
`

const ECHARTS = `
import * as echarts from 'echarts/core'
import { BarChart, FunnelChart, LineChart, PieChart } from 'echarts/charts'
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { SVGRenderer } from 'echarts/renderers'
echarts.use([BarChart, LineChart, PieChart, FunnelChart, GridComponent, TooltipComponent, LegendComponent, DatasetComponent, AriaComponent, SVGRenderer])
export const init = echarts.init
`
