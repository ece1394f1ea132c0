// Edit in place: double-click, the pencil, or E on the current row fetches a form into the value; Enter saves, Escape and a
// refused network restore. The text shows at once, the answer replaces it; a refusal brings the form back with the reason.
import { $, $$, on, shortcut } from './dom.js'
import { current } from './table.js'

const before = new WeakMap()

async function edit(place) {
  if (before.has(place)) return
  before.set(place, [...place.childNodes])
  place.classList.add('editing')
  await htmx.ajax('GET', place.dataset.edit, { source: place, target: place, swap: 'innerHTML' })
  const field = $('input:not([type=hidden]),select,textarea', place)
  if (!field) return restore(place)
  field.focus()
  field.select?.()
}

function restore(place) {
  const nodes = before.get(place)
  before.delete(place)
  place.classList.remove('editing', 'saving')
  if (nodes) place.replaceChildren(...nodes)
  ;($('[data-edit-open]', place) ?? $('.nm a', place.closest('tr') ?? place))?.focus()
}

on('dblclick', '[data-edit]', (event, place) => { if (!event.target.closest('a,button,input,select,textarea')) edit(place) })
on('click', '[data-edit-open]', (_, button) => edit(button.closest('[data-edit]')))
on('click', '[data-inline-cancel]', (_, button) => restore(button.closest('[data-edit]')))
document.addEventListener('keydown', (event) => {
  const form = event.target.closest?.('form[data-inline]')
  if (form) {
    if (event.isComposing) return
    if (event.key === 'Escape') { event.stopPropagation(); restore(form.closest('[data-edit]')) }
    return
  }
  const row = current()
  if (event.key !== 'e' || !row || !shortcut(event)) return
  const cells = $$('td[data-edit]', row)
  if (cells.length) { event.preventDefault(); edit(cells[0]) }
}, true)
// Tab goes to the next value that can be edited.
on('keydown', 'form[data-inline]', (event, form) => {
  if (event.key !== 'Tab' || form.matches(':has(button)')) return
  const place = form.closest('[data-edit]')
  const all = $$('[data-edit]', place.closest('tr,dl'))
  const next = all[all.indexOf(place) + (event.shiftKey ? -1 : 1)]
  event.preventDefault()
  form.requestSubmit()
  if (next) edit(next)
})
// Leaving saves what was changed.
on('focusout', 'form[data-inline]', (event, form) => setTimeout(() => {
  if (!form.isConnected || form.contains(document.activeElement) || form.matches(':has(button),.htmx-request')) return
  const changed = [...form.elements].some((e) => e.type !== 'hidden' && (e.options ? [...e.options].some((o) => o.selected !== o.defaultSelected) : e.value !== e.defaultValue))
  if (changed) form.requestSubmit()
  else restore(form.closest('[data-edit]'))
}))
on('change', 'form[data-inline] select:not([data-combo])', (_, select) => select.form.requestSubmit())
on('htmx:before:request', 'form[data-inline]', (_, form) => form.closest('[data-edit]')?.classList.add('saving'))
on('htmx:error', 'form[data-inline]', (_, form) => restore(form.closest('[data-edit]')))
on('htmx:response:error', '[data-edit]', (event, place) => {
  if (![422, 409].includes(event.detail.ctx.response.status)) restore(place)
})
