// Live changes: one stream per browser, held by one tab and shared with the others, closed while nobody looks. An event names
// a topic ("account:01H…", "import:42"); elements with that `data-live` hear `live` and fetch themselves again (hx-trigger="live").
import { $, $$ } from './dom.js'

const url = $('[data-live-url]')?.dataset.liveUrl
if (url && navigator.locks) {
  const channel = new BroadcastChannel('live')
  const tell = (topic) => { for (const element of $$(`[data-live~="${CSS.escape(topic)}"]`)) htmx.trigger(element, 'live') }
  channel.addEventListener('message', (event) => tell(event.data))
  let leave = () => {}
  const join = () => navigator.locks.request('live', () => new Promise((resolve) => {
    if (document.hidden) return resolve()
    const stream = new EventSource(url)
    stream.addEventListener('changed', (event) => { tell(event.data); channel.postMessage(event.data) })
    leave = () => { stream.close(); resolve() }
  }))
  document.addEventListener('visibilitychange', () => { if (document.hidden) leave(); else join() })
  addEventListener('pagehide', () => leave())
  if (!document.hidden) join()
}
