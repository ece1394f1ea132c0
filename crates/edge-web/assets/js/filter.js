// Filter builder and column chooser: small helps for forms the server reads.
import { $, $$, enhance, on } from './dom.js'

// "and / or" before the second condition switches its whole group; runs before htmx sends the form.
on('change', 'select[data-group-of]', (_, select) => {
  $(`input[data-group="${select.dataset.groupOf}"]`, select.form).value = select.value
}, true)

const changed = (list) => list.closest('form').dispatchEvent(new CustomEvent('reorder', { bubbles: true }))
enhance('[data-sortable]', async (list) => {
  const { default: Sortable } = await import('/assets/sortable.js')
  Sortable.create(list, { handle: '[data-grip]', draggable: '[data-item]', animation: 120, onEnd: () => changed(list) })
})
const shift = (up) => (_, button) => {
  const item = button.closest('[data-item]')
  const other = up ? item.previousElementSibling : item.nextElementSibling
  if (!other?.matches('[data-item]')) return
  if (up) other.before(item)
  else other.after(item)
  button.focus()
  changed(item.parentNode)
}
on('click', '[data-up]', shift(true))
on('click', '[data-down]', shift(false))
on('input', '[data-find]', (_, input) => {
  const wanted = input.value.trim().toLowerCase()
  for (const item of $$('li', input.closest('[popover]'))) item.hidden = wanted !== '' && !item.textContent.toLowerCase().includes(wanted)
})
