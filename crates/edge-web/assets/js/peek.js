// The panel beside a list: Space or the row's button opens it, J and K walk it, Escape closes it.
import { $, $$, on, shortcut } from './dom.js'
import { current, mark, step } from './table.js'

const panel = () => $('#peek')
let timer

async function show(row) {
  const place = panel()
  if (!place || !row?.dataset.peek) return
  place.hidden = false
  await htmx.ajax('GET', row.dataset.peek, { source: row, target: place, swap: 'innerHTML' })
  const rows = $$('[data-table] tbody tr[data-id]')
  const position = $('[data-peek-position]', place)
  const { start = 0, total = rows.length } = $('#pager-summary')?.dataset ?? {}
  if (position) position.textContent = `${Number(start) + rows.indexOf(row) + 1} / ${total}`
}
const hide = () => {
  panel().hidden = true
  $('.nm a', current() ?? document)?.focus()
}

on('click', '[data-peek-open]', (_, button) => { mark(button.closest('tr'), false); show(button.closest('tr')) })
on('click', '[data-peek-close]', hide)
on('click', '[data-peek-step]', (_, button) => { step(Number(button.dataset.peekStep), false); show(current()) })
document.addEventListener('row', () => {
  if (panel()?.hidden !== false || panel().contains(document.activeElement)) return
  clearTimeout(timer)
  timer = setTimeout(() => show(current()), 120)
})
document.addEventListener('keydown', (event) => {
  if (!panel() || !shortcut(event)) return
  if (event.key === 'Escape' && !panel().hidden) { event.preventDefault(); hide() }
  if (event.key === ' ' && current() && !event.target.closest('button,input,#peek')) {
    event.preventDefault()
    if (panel().hidden) show(current())
    else hide()
  }
})
