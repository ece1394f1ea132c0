// Charts: drawn from the JSON beside them, in the colours of the theme, again when the theme changes. The table below each
// chart holds the same figures, so this is for the eye.
import { $, enhance, root } from './dom.js'

/** Resolves a custom property to rgb, whatever notation the style sheet uses. */
function colour(name) {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.color = `var(${name})`
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  pen.fillStyle = getComputedStyle(probe).color
  probe.remove()
  pen.fillRect(0, 0, 1, 1)
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data
  return `rgb(${r},${g},${b})`
}

/** Pixels of a horizontal bar with the space around it. */
const ROW = 28

function options({ kind, categories = [], short = categories, series = [], stack, horizontal, unit = '' }, width) {
  const [text, quiet, line, surface] = ['--text', '--text-3', '--line', '--surface'].map(colour)
  const number = new Intl.NumberFormat(root.lang, { notation: 'compact', maximumFractionDigits: 1 })
  const whole = new Intl.NumberFormat(root.lang)
  // a bar that says its value needs no axis
  const said = series.every(({ texts }) => texts)
  const narrow = width < 500
  const axis = { axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: quiet, fontSize: 12 }, splitLine: { lineStyle: { color: line } } }
  const values = { ...axis, type: 'value', show: !said, splitNumber: narrow ? 3 : 5, axisLine: { show: false }, axisLabel: { ...axis.axisLabel, hideOverlap: true, formatter: (value) => number.format(value) } }
  const names = {
    ...axis, type: 'category', data: categories, splitLine: { show: false },
    axisLabel: { ...axis.axisLabel, interval: 0, formatter: (_, n) => short[n], ...(horizontal ? { width: narrow ? 104 : 160, overflow: 'truncate' } : { lineHeight: 16 }) },
  }
  const round = kind === 'pie' || kind === 'funnel'
  const shown = (value, { seriesIndex, dataIndex } = {}) => series[seriesIndex]?.texts?.[dataIndex] ?? (value == null ? '—' : whole.format(value) + unit)
  const common = {
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: text },
    color: ['--viz', '--viz-2', '--c3', '--c4', '--c5', '--c6', '--c7', '--c8'].map(colour),
    animationDuration: 250, aria: { enabled: true },
    tooltip: { renderMode: 'richText', trigger: round || said ? 'item' : 'axis', backgroundColor: surface, borderColor: line, textStyle: { color: text, fontSize: 12 }, ...(said ? { formatter: (at) => `${at.name}  ${shown(at.value, at)}` } : { valueFormatter: (value) => shown(value) }) },
    legend: series.length > 1 || kind === 'pie' ? { bottom: 0, icon: 'roundRect', itemWidth: 10, itemHeight: 10, textStyle: { color: quiet, fontSize: 12 } } : undefined,
  }
  if (round) {
    const data = categories.map((name, n) => ({ name, value: series[0]?.values[n] }))
    const place = kind === 'pie' ? { radius: ['48%', '72%'], center: ['50%', '44%'] } : { top: 8, bottom: 8, left: '10%', width: '80%', sort: 'none' }
    return { ...common, series: [{ type: kind, ...place, data, label: { color: text, fontSize: 12 }, itemStyle: { borderColor: surface, borderWidth: 2 } }] }
  }
  const room = { right: said && horizontal ? 72 : 16, top: said && !horizontal ? 24 : said ? 0 : 16 }
  return {
    ...common,
    grid: { left: 8, ...room, bottom: series.length > 1 ? 36 : said && horizontal ? 0 : 8, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: horizontal ? values : names,
    yAxis: horizontal ? { ...names, inverse: true } : values,
    series: series.map(({ name, values: data, texts }) => ({
      name, data, type: kind, stack: stack ? 'all' : undefined, barMaxWidth: horizontal ? 16 : 28, showSymbol: data.length < 30, symbolSize: 6, lineStyle: { width: 2 },
      label: texts && { show: true, position: horizontal ? 'right' : 'top', color: text, fontSize: 12, formatter: (at) => shown(at.value, at) },
      labelLayout: { hideOverlap: true },
      itemStyle: { borderRadius: kind === 'bar' && !stack ? (horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0]) : 0 },
    })),
  }
}

enhance('[data-chart]', async (place) => {
  const spec = JSON.parse($('script', place).textContent)
  const { init } = await import('/assets/echarts.js')
  if (!place.isConnected) return
  // every bar keeps its height, however many there are
  if (spec.horizontal && spec.series.every(({ texts }) => texts)) place.style.height = `${spec.categories.length * ROW}px`
  const chart = init(place.appendChild(document.createElement('div')), null, { renderer: 'svg' })
  chart.getDom().className = 'canvas'
  chart.resize()
  const draw = () => chart.setOption(options(spec, place.clientWidth), true)
  draw()
  chart.on('click', ({ seriesIndex, dataIndex }) => {
    const to = spec.series[seriesIndex]?.href?.[dataIndex]
    if (to) location.assign(to)
  })
  const size = new ResizeObserver(() => { if (place.isConnected) { chart.resize(); draw() } else gone() })
  const theme = new MutationObserver(draw)
  const system = matchMedia('(prefers-color-scheme: dark)')
  const gone = () => { size.disconnect(); theme.disconnect(); system.removeEventListener('change', draw); chart.dispose() }
  size.observe(place)
  theme.observe(root, { attributeFilter: ['data-theme'] })
  system.addEventListener('change', draw)
})
