// Formatted text: an editable area in front of the text area that is sent. Paste is plain; the server sanitises anyway.
import { $, enhance, on } from './dom.js'

/** Characters before the caret. */
function place(editor) {
  const range = document.createRange()
  range.setStart(editor, 0)
  range.setEnd(getSelection().focusNode, getSelection().focusOffset)
  return range.toString().length
}

function caret(editor, at) {
  const texts = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    if (at <= texts.currentNode.length) return getSelection().collapse(texts.currentNode, at)
    at -= texts.currentNode.length
  }
}

enhance('[data-rich]', (box) => {
  const [bar, editor, area] = box.children
  const label = area.getAttribute('aria-label') ?? area.labels[0]?.textContent
  if (label) editor.setAttribute('aria-label', label)
  area.labels[0]?.addEventListener('click', () => editor.focus())
  bar.hidden = editor.hidden = false
  area.hidden = true
  editor.contentEditable = 'true'
  document.execCommand('defaultParagraphSeparator', false, 'p')
  editor.addEventListener('input', () => {
    area.value = editor.textContent.trim() ? editor.innerHTML : ''
    area.dispatchEvent(new Event('input', { bubbles: true }))
  })
  editor.addEventListener('paste', (event) => {
    event.preventDefault()
    document.execCommand('insertText', false, event.clipboardData.getData('text/plain'))
  })
  // A draft came back: htmx's policy is the one way to make HTML, and the editor is closed to its attributes.
  area.addEventListener('restored', () => htmx.swap({ sourceElement: editor, target: editor, swap: 'innerHTML', text: area.value }))
})
on('mousedown', '[data-format]', (event) => event.preventDefault())
on('click', '[data-format]', (_, button) => {
  const editor = $('[contenteditable]', button.closest('[data-rich]'))
  if (document.activeElement !== editor) editor.focus()
  document.execCommand('styleWithCSS', false, false)
  // The browser loses the caret when it makes a list: keep it as a number of characters.
  const at = place(editor)
  document.execCommand(button.dataset.format)
  if (getSelection().isCollapsed) caret(editor, at)
})
