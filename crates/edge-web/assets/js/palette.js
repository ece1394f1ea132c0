// The command palette: Ctrl+K opens, arrows choose, Enter goes. Never acts on keys of an input method that composes.
import { $, $$, on } from './dom.js'

const show = () => {
  const dialog = $('#palette')
  if (!dialog || dialog.open) return
  dialog.showModal()
  $('#palette-q').select()
  ask()
}
const ask = () => $('#palette-q').dispatchEvent(new CustomEvent('query', { bubbles: true }))
const options = () => $$('#palette-results [role=option]')
const choose = (option) => {
  for (const other of options()) other.setAttribute('aria-selected', other === option)
  const input = $('#palette-q')
  if (option) { input.setAttribute('aria-activedescendant', option.id); option.scrollIntoView({ block: 'nearest' }) }
  else input.removeAttribute('aria-activedescendant')
}

on('click', '[data-palette]', show)
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && !event.isComposing) { event.preventDefault(); show() }
})
on('input', '#palette-q', (event) => { if (!event.isComposing) ask() })
on('compositionend', '#palette-q', ask)
on('keydown', '#palette-q', (event) => {
  if (event.isComposing) return
  const all = options()
  const at = all.findIndex((option) => option.getAttribute('aria-selected') === 'true')
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step && all.length) { event.preventDefault(); choose(all[(at + step + all.length) % all.length]) }
  if (event.key === 'Enter') { event.preventDefault(); all[at]?.click() }
})
on('mousemove', '#palette-results [role=option]', (_, option) => { if (option.getAttribute('aria-selected') !== 'true') choose(option) })
document.addEventListener('htmx:after:swap', (event) => {
  if (event.detail.ctx?.sourceElement?.id === 'palette-q') choose(options()[0])
})
