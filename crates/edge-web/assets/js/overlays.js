// Dialogs and popovers are native; this opens and closes them by attribute and moves through menus with the arrow keys.
import { $, $$, clamp, enhance, on } from './dom.js'

/** Opens a dialog or a popover; `source` is where a popover anchors. */
export function open(id, source) {
  const overlay = document.getElementById(id)
  if (overlay?.showModal && !overlay.open) overlay.showModal()
  else if (overlay?.popover && !overlay.matches(':popover-open')) overlay.showPopover({ source })
}

on('click', '[data-open]', (event, button) => { event.preventDefault(); open(button.dataset.open, button) })
on('click', '[data-close]', (_, button) => button.closest('dialog')?.close())
// A click on the backdrop: the dialog itself is the target, and the place is outside its box.
on('mousedown', 'dialog', (event, dialog) => {
  const box = dialog.getBoundingClientRect()
  const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom
  if (event.target === dialog && !inside) dialog.close()
})
// Dialogs that arrive as an answer open at once and leave when closed.
enhance('dialog[data-now]', (dialog) => {
  dialog.showModal()
  dialog.addEventListener('close', () => dialog.remove())
})
// The server says an act inside a dialog is done: `HX-Trigger: done`.
document.addEventListener('done', (event) => event.target.closest?.('dialog')?.close())

enhance('[data-menu]', (menu) => {
  const items = () => $$('a,button', menu).filter((item) => item.checkVisibility())
  menu.addEventListener('toggle', (event) => { if (event.newState === 'open') items()[0]?.focus() })
  menu.addEventListener('click', (event) => { if (event.target.closest('a,button')) menu.hidePopover() })
  menu.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -99, End: 99 }[event.key]
    if (!step) return
    event.preventDefault()
    const all = items()
    all[clamp(all.indexOf(document.activeElement) + step, 0, all.length - 1)]?.focus()
  })
})
