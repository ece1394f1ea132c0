// The list: J and K move, X or Shift-click selects, Space peeks, Enter opens (it is a link), E edits, Escape clears.
// The cursor is the focus on the row's link, so a screen reader follows.
import { $, $$, clamp, on, shortcut } from './dom.js'

const rows = () => $$('[data-table] tbody tr[data-id]')
export const current = () => $('[data-table] tr.cur') ?? document.activeElement.closest?.('[data-table] tbody tr')

/** Makes a row the current one; `focus` moves the focus to its link. */
export function mark(row, focus = true) {
  $('[data-table] tr.cur')?.classList.remove('cur')
  row.classList.add('cur')
  row.scrollIntoView({ block: 'nearest' })
  if (focus) $('.nm a', row)?.focus({ preventScroll: true })
  row.dispatchEvent(new CustomEvent('row', { bubbles: true }))
}

export function step(by, focus) {
  const all = rows()
  const at = all.indexOf(current())
  const next = all[at < 0 ? 0 : clamp(at + by, 0, all.length - 1)]
  if (next) mark(next, focus)
}

const box = (row) => $('.ck input', row)
const count = () => {
  const all = rows().filter(box)
  const picked = all.filter((row) => { const on = box(row).checked; row.setAttribute('aria-selected', on); return on }).length
  const bar = $('[data-bulk]')
  if (bar) { bar.hidden = !picked; $('[data-n]', bar).textContent = picked }
  const every = $('[data-table] [data-all]')
  if (every) { every.checked = picked > 0 && picked === all.length; every.indeterminate = picked > 0 && picked < all.length }
}
const pick = (list, checked) => { for (const row of list) if (box(row)) box(row).checked = checked; count() }

on('change', '[data-table] [data-all]', (_, every) => pick(rows(), every.checked))
on('change', '[data-table] td.ck input', count)
on('click', '[data-clear]', () => { pick(rows(), false); $('.tbl.picking')?.classList.remove('picking') })
// On phones rows are selected after "select" was chosen; then a touch anywhere on a row selects it.
on('click', '[data-picking]', () => $('[data-table]').classList.toggle('picking'))
on('click', '.tbl.picking tbody tr', (event, row) => {
  if (event.target.closest('td.ck')) return
  event.preventDefault()
  box(row)?.click()
})
let anchor
on('click', '[data-table] td.ck input', (event, input) => {
  const all = rows()
  const row = input.closest('tr')
  if (event.shiftKey && all.includes(anchor)) {
    const [from, to] = [all.indexOf(anchor), all.indexOf(row)].sort((a, b) => a - b)
    pick(all.slice(from, to + 1), input.checked)
  }
  anchor = row
})
on('focusin', '[data-table] tbody tr[data-id]', (_, row) => { if (!row.classList.contains('cur')) mark(row, false) })
document.addEventListener('htmx:after:swap', count)

document.addEventListener('keydown', (event) => {
  if (!shortcut(event) || !rows().length) return
  const row = current()
  if (event.key === 'j' || event.key === 'k') { event.preventDefault(); step(event.key === 'j' ? 1 : -1) }
  else if (event.key === 'x' && row && box(row)) { box(row).click(); anchor = row }
  else if (event.key === 'Escape' && !$('#peek:not([hidden])')) pick(rows(), false)
})

// Widths: drag a column's edge. The server keeps the width with the view.
on('pointerdown', '[data-resize]', (event, grip) => {
  event.preventDefault()
  const head = grip.closest('th')
  const start = head.offsetWidth - event.clientX
  const width = (e) => clamp(Math.round(start + e.clientX), 64, 640)
  const move = (e) => { head.style.width = head.style.minWidth = head.style.maxWidth = `${width(e)}px` }
  grip.setPointerCapture(event.pointerId)
  grip.addEventListener('pointermove', move)
  grip.addEventListener('pointerup', (e) => {
    grip.removeEventListener('pointermove', move)
    htmx.ajax('POST', grip.dataset.resize, { source: grip, swap: 'none', values: { column: head.dataset.column, width: width(e) } })
  }, { once: true })
})

// Tabs of saved views: dragged, or moved with Shift and an arrow key; the order is the person's own.
const keep = (nav) => {
  const body = new URLSearchParams($$('a[data-view]', nav).map((tab) => ['view', tab.dataset.view]))
  fetch(nav.dataset.views, { method: 'POST', body, headers: { 'HX-Request': 'true' } })
}
let dragged
on('dragstart', '[data-views] a[data-view]', (_, tab) => { dragged = tab })
on('dragover', '[data-views] a[data-view]', (event, tab) => {
  if (!dragged || dragged.parentNode !== tab.parentNode) return
  event.preventDefault()
  const { left, width } = tab.getBoundingClientRect()
  if (dragged !== tab) tab[event.clientX < left + width / 2 ? 'before' : 'after'](dragged)
})
on('drop', '[data-views]', (event, nav) => { if (dragged) { event.preventDefault(); keep(nav) } })
on('dragend', '[data-views]', () => { dragged = undefined })
on('keydown', '[data-views] a[data-view]', (event, tab) => {
  const by = { ArrowLeft: 'previousElementSibling', ArrowRight: 'nextElementSibling' }[event.key]
  const other = event.shiftKey && by ? tab[by] : null
  if (!other?.dataset.view) return
  event.preventDefault()
  other[event.key === 'ArrowLeft' ? 'before' : 'after'](tab)
  tab.focus()
  keep(tab.parentNode)
})
