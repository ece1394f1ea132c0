// The board: cards move by drag, by Shift+arrow keys and by a menu. A move shows at once, is sent, and is taken back if refused.
import { $, $$, enhance, on } from './dom.js'

// where a card came from whose column may still ask something
const backs = new WeakMap()

function send(card, from, after) {
  const list = card.parentNode
  const next = card.nextElementSibling
  // only the last move of a card can be taken back
  for (const undo of $$(`#toasts [data-undo][hx-post*="${card.dataset.id}"]`)) undo.closest('[data-toast]').remove()
  card.classList.add('moved')
  const back = () => from.insertBefore(card, after)
  backs.set(card, back)
  card.addEventListener('htmx:response:error', back, { once: true })
  card.addEventListener('htmx:error', back, { once: true })
  htmx.ajax('POST', card.dataset.move, { source: card, swap: 'none', values: { to: list.dataset.stage, before: next?.dataset.id ?? '' } })
    .finally(() => {
      card.removeEventListener('htmx:response:error', back)
      card.removeEventListener('htmx:error', back)
    })
}

function move(card, list) {
  const [from, after] = [card.parentNode, card.nextElementSibling]
  if (!list || !card.dataset.move || list === from) return
  list.prepend(card)
  card.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  // in a folded column the card is not seen
  ;[$('a', card), $('button', list.parentNode)].find((it) => it?.checkVisibility())?.focus({ preventScroll: true })
  send(card, from, after)
}

enhance('[data-board]', async (board) => {
  const { default: Sortable } = await import('/assets/sortable.js')
  for (const list of $$('[data-stage]', board)) {
    let after
    Sortable.create(list, {
      group: 'cards', draggable: '[data-move]', animation: 140, delay: 120, delayOnTouchOnly: true, ghostClass: 'ghost', dragClass: 'drag', filter: '.mv', preventOnFilter: false, emptyInsertThreshold: 16,
      onStart: ({ item }) => { after = item.nextElementSibling },
      onEnd: ({ item, from, to, oldIndex, newIndex }) => { if (from !== to || oldIndex !== newIndex) send(item, from, after) },
    })
  }
})

// The same without dragging (WCAG 2.5.7, 2.1.1).
on('keydown', '[data-board] [data-move]', (event, card) => {
  if (!event.shiftKey || !/^Arrow(Left|Right)$/.test(event.key)) return
  event.preventDefault()
  const lists = $$('[data-stage]')
  move(card, lists[lists.indexOf(card.parentNode) + (event.key === 'ArrowRight' ? 1 : -1)])
})
// A column asks something first: whoever leaves the question leaves the card where it was.
enhance('#move-question', (dialog) => {
  const card = $(`[data-move="${CSS.escape($('form', dialog).getAttribute('action'))}"]`)
  if (!card) return
  let answered = false
  dialog.addEventListener('done', () => { answered = true })
  dialog.addEventListener('close', () => {
    if (!answered) backs.get(card)?.()
    backs.delete(card)
    if (card.checkVisibility()) $('a', card).focus({ preventScroll: true })
  })
})
// Enter saves, also on a list of choices, where it would open the list
on('keydown', '#move-question select', (event, select) => {
  if (event.key !== 'Enter') return
  event.preventDefault()
  select.form.requestSubmit()
})
// A move was taken back: the board stays as one looks at it, with the card where it was.
document.addEventListener('card-back', ({ detail: { card: id, to } }) => {
  const [card, list] = [document.getElementById(`card-${id}`), $(`[data-stage="${CSS.escape(to)}"]`)]
  if (!card || !list) return
  list.prepend(card)
  $('a', card).focus()
})
// A folded column opens with its cards.
on('click', '.strip .morec', (_, button) => {
  const column = button.closest('.col')
  column.classList.replace('strip', 'out')
  button.addEventListener('htmx:after:swap', () => button.remove(), { once: true })
})
let chosen
on('click', '[data-move-menu]', (event, button) => {
  event.preventDefault()
  chosen = button.closest('[data-move]')
  document.getElementById(button.dataset.moveMenu).showPopover({ source: button })
})
on('click', '[data-to]', (_, button) => { if (chosen) move(chosen, $(`[data-stage="${CSS.escape(button.dataset.to)}"]`)) })
