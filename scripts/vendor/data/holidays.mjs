// Public holidays and make-up days of China, one line per run of days:
//   first day <tab> last day <tab> holiday|makeup <tab> Chinese name <tab> English name
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const DAY = 86_400_000
const ENGLISH = { 'Anti-Fascist 70th Day': 'Victory Day', 'Tomb-sweeping Day': 'Tomb-Sweeping Day', 'Mid-autumn Festival': 'Mid-Autumn Festival' }
const CHINESE = { 中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日: '抗战胜利纪念日' }

export function holidays(folder) {
  const all = JSON.parse(readFileSync(join(folder, 'dist/chinese-days.json'), 'utf8'))
  const runs = []
  for (const [kind, table] of [['holiday', all.holidays], ['makeup', all.workdays]]) {
    for (const day of Object.keys(table).sort()) {
      const [en, zh] = table[day].split(',')
      const last = runs.at(-1)
      if (last && last.kind === kind && last.en === en && Date.parse(day) - Date.parse(last.to) === DAY) last.to = day
      else runs.push({ from: day, to: day, kind, zh, en })
    }
  }
  runs.sort((a, b) => (a.from < b.from ? -1 : 1))
  return runs.map((r) => [r.from, r.to, r.kind, CHINESE[r.zh] ?? r.zh, ENGLISH[r.en] ?? r.en].join('\t') + '\n').join('')
}
