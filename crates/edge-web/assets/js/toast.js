// Short messages. The server appends them to #toasts; scripts clone a pattern. They leave after 8 s unless looked at.
import { $, clone, enhance, on } from './dom.js'

enhance('[data-toast]', (toast) => {
  let timer
  const start = () => { timer = setTimeout(() => toast.remove(), 8000) }
  const stop = () => clearTimeout(timer)
  for (const type of ['pointerenter', 'focusin']) toast.addEventListener(type, stop)
  for (const type of ['pointerleave', 'focusout']) toast.addEventListener(type, start)
  start()
})
on('click', '[data-dismiss]', (_, button) => button.closest('[data-toast]').remove())
on('htmx:after:request', '[data-toast]', (_, toast) => toast.remove())

/** Shows a message the page brought along: "offline", "failed", "copied"; or a text in the plain pattern "text". */
export function say(name, text) {
  const toast = clone(`say-${name}`)
  if (text) $('[data-text]', toast).textContent = text
  $('#toasts').append(toast)
  htmx.process(toast)
}

// `HX-Trigger: {"toast":{"text":"…"}}`
document.addEventListener('toast', (event) => say('text', event.detail.text))
