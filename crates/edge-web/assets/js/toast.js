// Short messages. The server appends them to #toasts; scripts clone a pattern. They leave after 8 s unless looked at.
import { $, $$, clone, enhance, on, typing } from './dom.js'

enhance('[data-toast]', (toast) => {
  let timer
  const start = () => { timer = setTimeout(() => toast.remove(), 8000) }
  const stop = () => clearTimeout(timer)
  for (const type of ['pointerenter', 'focusin']) toast.addEventListener(type, stop)
  for (const type of ['pointerleave', 'focusout']) toast.addEventListener(type, start)
  start()
})
on('click', '[data-dismiss]', (_, button) => button.closest('[data-toast]').remove())
// Ctrl+Z takes back what was said last; in a field it is the field's own.
document.addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== 'z' || typing(event) || $('dialog[open]')) return
  const undo = $$('[data-toast] [data-undo]').pop()
  if (undo) { event.preventDefault(); undo.click() }
})
// not before what the answer brings has found its place: without its source htmx would drop it
on('htmx:finally:request', '[data-toast]', (_, toast) => toast.remove())

/** Shows a message the page brought along: "offline", "failed", "copied"; or a text in the plain pattern "text". */
export function say(name, text) {
  const toast = clone(`say-${name}`)
  if (text) $('[data-text]', toast).textContent = text
  $('#toasts').append(toast)
  htmx.process(toast)
}

// `HX-Trigger: {"toast":{"text":"…"}}`
document.addEventListener('toast', (event) => say('text', event.detail.text))
