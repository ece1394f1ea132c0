// Searchable selects. The library is fetched when a page has one; labels are made of nodes, never of HTML text.
import { enhance, icon, root } from './dom.js'

const node = (tag, name, ...inner) => {
  const made = document.createElement(tag)
  made.className = name
  made.append(...inner)
  return made
}
const words = () => document.getElementById('words').dataset

enhance('select[data-combo]', async (select) => {
  const { default: TomSelect } = await import('/assets/tom-select.js')
  if (!select.isConnected) return
  const { search, create, free } = select.dataset
  const invalid = select.getAttribute('aria-invalid')
  const make = (name, done) => fetch(create, { method: 'POST', body: new URLSearchParams({ name }) }).then((answer) => answer.json()).then(done, () => done())
  const combo = new TomSelect(select, {
    valueField: 'value', labelField: 'text', searchField: search && free === undefined ? [] : ['text', 'note'], maxOptions: 200, preload: search ? 'focus' : false,
    create: free !== undefined ? (value, done) => done({ value, text: value }) : create ? make : false, createOnBlur: free !== undefined, persist: false, hideSelected: select.multiple,
    allowEmptyOption: false, placeholder: select.getAttribute('placeholder') ?? '', loadThrottle: 120, refreshThrottle: 0,
    load: search && ((text, done) => fetch(`${search}${search.includes('?') ? '&' : '?'}q=${encodeURIComponent(text)}`).then((answer) => answer.json()).then(done, () => done())),
    shouldLoad: () => true,
    // What the server found is what fits (pinyin, phone numbers); what it found before does not stay.
    score: search && free === undefined ? () => () => 1 : undefined,
    onType() { if (search) this.clearOptions() },
    render: {
      option: ({ text, note }) => node('div', 'co', node('span', 'trunc', text), ...(note ? [node('span', 'muted f12 trunc', note)] : [])),
      item: ({ value, text }) => {
        if (!select.multiple) return node('div', 'one trunc', text)
        const remove = node('button', 'rm', icon('x'))
        remove.type = 'button'
        remove.tabIndex = -1
        remove.setAttribute('aria-label', words().remove.replace('%', text))
        remove.addEventListener('click', (event) => { event.stopPropagation(); combo.removeItem(value); combo.focus() })
        return node('div', 'tag n', text, remove)
      },
      option_create: ({ input }) => node('div', 'create', words().create.replace('%', input)),
      no_results: () => node('div', 'none', words().none),
      loading: () => node('div', 'none', '…'),
      dropdown: () => node('div', 'drop-l'),
      no_more_results: null, loading_more: null, not_loading: null,
    },
  })
  select.setAttribute('aria-hidden', 'true')
  const field = combo.control_input
  const label = select.getAttribute('aria-label')
  if (label) field.setAttribute('aria-label', label)
  if (invalid) combo.control.setAttribute('aria-invalid', invalid)
  const note = select.getAttribute('aria-describedby')
  if (note) field.setAttribute('aria-describedby', note)
  if (root.lang) combo.dropdown.lang = root.lang
})
