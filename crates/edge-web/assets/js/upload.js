// Files: drop zones, and uploads with progress. Without this module the same forms send the file on submit.
import { $, enhance, on } from './dom.js'
import { refused } from './shell.js'

/** Posts a form body with progress; resolves with the finished request. */
function post(url, body, bar) {
  bar.hidden = false
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.upload.addEventListener('progress', (event) => { bar.value = (100 * event.loaded) / event.total })
    request.addEventListener('loadend', () => { bar.hidden = true; resolve(request) })
    request.open('POST', url)
    request.setRequestHeader('HX-Request', 'true')
    request.send(body)
  })
}

/** Says in the zone that a file is too large, instead of sending it to be refused. */
function tooLarge(zone, input) {
  $('[data-picked]', zone).textContent = zone.dataset.tooLarge
  zone.classList.add('bad')
  input.value = ''
}

enhance('[data-drop]', (zone) => {
  const input = $('input[type=file]', zone)
  for (const type of ['dragenter', 'dragover']) zone.addEventListener(type, (event) => { event.preventDefault(); zone.classList.add('over') })
  for (const type of ['dragleave', 'drop']) zone.addEventListener(type, (event) => { event.preventDefault(); zone.classList.remove('over') })
  zone.addEventListener('drop', (event) => {
    input.files = event.dataTransfer.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
  input.addEventListener('change', async () => {
    $('[data-picked]', zone).textContent = [...input.files].map((file) => file.name).join(', ')
    zone.classList.remove('bad')
    const large = [...input.files].some((file) => file.size > Number(zone.dataset.limit || Infinity))
    if (large) return tooLarge(zone, input)
    if (!zone.hasAttribute('data-at-once') || !input.files.length) return
    const form = zone.closest('form')
    const answer = await post(form.action, new FormData(form), $('progress', zone))
    const to = answer.getResponseHeader('HX-Redirect')
    if (to) location.assign(to)
    else if (answer.status < 400 && answer.responseURL && answer.responseURL !== form.action) location.assign(answer.responseURL)
    else if (answer.status === 0) $('[data-picked]', zone).textContent = zone.dataset.tooLarge
    else htmx.swap({ sourceElement: form, target: form, swap: 'outerHTML', text: answer.responseText })
  })
})

// A file field: each file is stored at once; the answer is its list item with the hidden id.
on('change', '[data-upload] input[type=file]', async (_, input) => {
  const box = input.closest('[data-upload]')
  for (const file of input.files) {
    const body = new FormData()
    body.append('name', box.dataset.name)
    body.append('file', file)
    const answer = await post(box.dataset.upload, body, $('progress', box))
    if (answer.status !== 200) refused(answer.responseText)
    else htmx.swap({ sourceElement: box, target: $('ul', box), swap: 'beforeend', text: answer.responseText })
  }
  input.value = ''
})
// Files that hang on a record: sent as soon as they are chosen, then the panel is fetched again.
on('change', '[data-attach] input[type=file]', async (_, input) => {
  const form = input.form
  const answer = await post(form.action, new FormData(form), $('progress', form))
  input.value = ''
  if (answer.status !== 200) return refused(answer.responseText)
  htmx.swap({ sourceElement: form, target: form, swap: 'none', text: answer.responseText })
  htmx.trigger(document.body, 'refresh')
})
// Dropped anywhere on the page of a record that takes files, outside a field that takes them itself.
const taker = (event) => event.dataTransfer?.types.includes('Files') && !event.target.closest('[data-drop], [data-upload], dialog') && $('[data-attach]')
addEventListener('dragover', (event) => {
  const form = taker(event)
  if (!form) return
  event.preventDefault()
  form.classList.add('over')
})
addEventListener('dragleave', (event) => { if (!event.relatedTarget) $('[data-attach]')?.classList.remove('over') })
addEventListener('drop', (event) => {
  const form = taker(event)
  if (!form) return
  event.preventDefault()
  form.classList.remove('over')
  const input = $('input[type=file]', form)
  input.files = event.dataTransfer.files
  input.dispatchEvent(new Event('change', { bubbles: true }))
})
on('click', '[data-drop-file]', (_, button) => button.closest('li').remove())
