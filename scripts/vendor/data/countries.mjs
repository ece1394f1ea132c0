// ISO 3166-1, one line each:
//   alpha-2 <tab> alpha-3 <tab> numeric <tab> English name <tab> Chinese name <tab> further names, separated by |
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// The short name people use, where the package's first one is the long or a foreign one.
const ENGLISH = {
  CN: 'China', TW: 'Taiwan, China', HK: 'Hong Kong, China', MO: 'Macao, China', US: 'United States', GB: 'United Kingdom', KR: 'South Korea',
  CG: 'Congo (Brazzaville)', CD: 'Congo (Kinshasa)', CI: "Côte d'Ivoire", CZ: 'Czechia', GM: 'Gambia', IR: 'Iran', MK: 'North Macedonia', PS: 'Palestine',
  RU: 'Russia', TZ: 'Tanzania', LA: 'Laos', SY: 'Syria', MD: 'Moldova', VA: 'Vatican City', FK: 'Falkland Islands', FM: 'Micronesia',
  BN: 'Brunei', BQ: 'Caribbean Netherlands',
}
const CHINESE = { TW: '中国台湾', HK: '中国香港', MO: '中国澳门', FK: '福克兰群岛（马尔维纳斯）' }
// What else people write. Alone, "Korea" is the South; misspellings are those found in published sample data.
const ALIASES = {
  CN: 'PRC|中华人民共和国|中国大陆|大陆|Mainland China|PR China', HK: '香港特别行政区|Hong Kong SAR', MO: '澳门特别行政区|Macau|Macao SAR', TW: '台湾|台湾省|臺灣',
  US: 'America|美利坚合众国|美利坚', GB: 'Britain|England|Scotland|Wales|Northern Ireland|U.K.|大不列颠|英格兰|苏格兰', KR: 'Korea|Korea (South)|Korea South|南韩|大韩民国',
  KP: "Korea (North)|Korea North|DPRK|Democratic People's Republic of Korea|北韩|朝鲜民主主义人民共和国", JP: '日本国|Nippon', DE: 'Deutschland|德意志联邦共和国', FR: '法兰西',
  RU: '俄罗斯联邦|俄国', AE: '阿拉伯联合酋长国|Emirates', SA: '沙特|KSA', VN: 'Viet Nam', NL: 'Holland', ES: 'España|Espana', IT: 'Italia', BR: 'Brasil', MX: 'México',
  CH: 'Schweiz|Suisse', AT: 'Österreich|Osterreich', BE: 'Belgique|België', TR: 'Turkiye', PH: 'Philipines|Phillipines|The Philippines', ZA: 'RSA', BA: 'Bosnia',
  CV: 'Cabo Verde', SZ: 'Swaziland', MM: 'Burma', TL: 'East Timor', NZ: 'Aotearoa', CD: '刚果民主共和国|DRC|DR Congo', CG: '刚果共和国|刚果', AU: '澳洲',
  VE: 'Bolivarian Republic of Venezuela', BO: 'Plurinational State of Bolivia', DO: 'Dominican Rep.', BD: '孟加拉',
}

export function countries(folder) {
  const json = (path) => JSON.parse(readFileSync(join(folder, path), 'utf8'))
  const [en, zh] = [json('langs/en.json').countries, json('langs/zh.json').countries]
  const lines = json('codes.json').filter(([alpha2]) => alpha2 !== 'XK').map(([alpha2, alpha3, numeric]) => {
    const english = [en[alpha2]].flat()
    const name = ENGLISH[alpha2] ?? english[0]
    const chinese = CHINESE[alpha2] ?? zh[alpha2]
    const others = [...english, zh[alpha2], ...(ALIASES[alpha2] ?? '').split('|')]
    const further = new Set(others.filter((n) => n && n !== name && n !== chinese && !(n === 'Congo')))
    return [alpha2, alpha3, numeric, name, chinese, [...further].join('|')].join('\t') + '\n'
  })
  return lines.sort().join('')
}
